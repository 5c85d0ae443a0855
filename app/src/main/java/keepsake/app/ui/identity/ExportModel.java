package keepsake.app.ui.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import keepsake.app.ui.background.InOrder;
import keepsake.app.ui.identity.Page.Export;
import keepsake.app.ui.identity.Page.Presence;
import keepsake.app.ui.identity.Page.Readiness;
import keepsake.app.ui.identity.Page.Written;
import keepsake.app.ui.wording.Wording;
import keepsake.memory.Identity;
import keepsake.memory.Identity.Format;
import keepsake.memory.Identity.Preview;
import keepsake.memory.Identity.Status;

/// The export part of the identity page: what is previewed is what is written, the same object.
///
/// Threads: the FX thread, except [#render].
final class ExportModel {
    private final Identity identity;
    private final InOrder work;
    private final Wording wording;
    private final Runnable changed;
    private Format format = Format.BITWARDEN;
    private Optional<Preview> preview = Optional.empty();
    private Optional<Path> file = Optional.empty();
    private Optional<Written> written = Optional.empty();
    private Optional<Preview> last = Optional.empty();
    private Optional<String> problem = Optional.empty();

    /// The file as it would be now; without a preview when nothing is confirmed.
    record Rendered(Format format, Optional<Preview> preview) {}

    ExportModel(Identity identity, InOrder work, Wording wording, Runnable changed) {
        this.identity = identity;
        this.work = work;
        this.wording = wording;
        this.changed = changed;
    }

    Format format() {
        return format;
    }

    /// What is shown, and what [#save] writes.
    Optional<Preview> preview() {
        return preview;
    }

    /// Reads the memory; any thread.
    Rendered render(Format asked) {
        boolean any = identity.fields().stream().anyMatch(field -> field.status() == Status.CONFIRMED);
        return new Rendered(asked, any ? Optional.of(identity.preview(asked)) : Optional.empty());
    }

    void rendered(Rendered rendered) {
        if (rendered.format() == format) preview = rendered.preview();
        changed.run();
    }

    void choose(Format chosen) {
        format = chosen;
        changed.run();
        work.run(() -> render(chosen), this::rendered, this::failed);
    }

    /// Writes exactly what is previewed.
    ///
    /// @param shown what was on the screen when the person chose to save
    void save(Preview shown, Path chosen) {
        work.run(
                () -> {
                    identity.export(shown, chosen);
                    return chosen.toAbsolutePath();
                },
                saved -> {
                    file = Optional.of(saved);
                    last = Optional.of(shown);
                    problem = Optional.empty();
                    written = Optional.of(new Written(wording.say("export.saved", saved), Presence.THERE));
                    changed.run();
                },
                this::failed);
    }

    /// Deletes the file that was saved last, unless somebody changed it since.
    void deleteFile() {
        if (file.isEmpty() || last.isEmpty()) return;
        Path saved = file.get();
        byte[] bytes = last.get().text().getBytes(StandardCharsets.UTF_8);
        work.run(() -> delete(saved, bytes), this::deleted, this::failed);
    }

    private Written delete(Path saved, byte[] bytes) {
        try {
            if (!Files.exists(saved)) return new Written(wording.say("export.gone", saved), Presence.DELETED);
            if (!Arrays.equals(Files.readAllBytes(saved), bytes)) {
                return new Written(wording.say("export.changed", saved), Presence.THERE);
            }
            Files.delete(saved);
            return new Written(wording.say("export.deleted", saved), Presence.DELETED);
        } catch (IOException refused) {
            return new Written(wording.say("export.undeletable", saved), Presence.THERE);
        }
    }

    private void deleted(Written outcome) {
        written = Optional.of(outcome);
        if (outcome.there() == Presence.DELETED) file = Optional.empty();
        changed.run();
    }

    private void failed(Exception failure) {
        problem = Optional.of(wording.sentence(failure));
        changed.run();
    }

    Export state() {
        Readiness ready = preview.isPresent() ? Readiness.READY : Readiness.NOTHING_CONFIRMED;
        String text = preview.map(Preview::text).orElse("");
        String summary = preview.map(
                        shown -> wording.count("export.fields", shown.fields().size()))
                .orElse("");
        return new Export(format, ready, text, summary, written, problem);
    }
}
