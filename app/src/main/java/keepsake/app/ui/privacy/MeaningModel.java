package keepsake.app.ui.privacy;

import java.util.Optional;
import keepsake.app.home.EmbeddingChoice;
import keepsake.app.home.HomeException;
import keepsake.app.home.Settings;
import keepsake.app.ui.background.Background;
import keepsake.app.ui.background.InOrder;
import keepsake.app.ui.state.Value;
import keepsake.app.ui.wording.Wording;
import keepsake.memory.Embedding;
import keepsake.memory.Embedding.Progress;

/// How much can be found by its meaning, and with which model. Threads: one (see [Value]); the disk is waited for
/// elsewhere.
public final class MeaningModel {
    private final Embedding embedding;
    private final Settings settings;
    private final EmbeddingChoice atStart;
    private final InOrder work;
    private final Wording wording;
    private final Value<View> view;

    /// @param settings hold the choice, which counts from the next start on
    public MeaningModel(Embedding embedding, Settings settings, Background background, Wording wording) {
        this.embedding = embedding;
        this.settings = settings;
        this.atStart = settings.embedding();
        this.work = new InOrder(background);
        this.wording = wording;
        this.view = new Value<>(new View(atStart, wording.say("meaning.looking"), 0, Optional.empty()));
    }

    /// @param choice what is chosen
    /// @param state  how far it is, or why there is nothing to tell
    /// @param share  how far it is, 0 to 1; 0 when there is no model
    /// @param why    why it does not go on, or when the choice counts
    public record View(EmbeddingChoice choice, String state, double share, Optional<String> why) {}

    public Value<View> view() {
        return view;
    }

    private record Look(EmbeddingChoice choice, Optional<String> model, Progress progress, Optional<String> notice) {}

    /// Looks again.
    public void refresh() {
        if (!work.idle()) return;
        work.run(this::look, this::show, this::failed);
    }

    /// Counts from the next start on.
    public void choose(EmbeddingChoice choice) {
        if (choice.equals(view.get().choice())) return;
        work.run(
                () -> {
                    settings.choose(choice);
                    return look();
                },
                this::show,
                this::failed);
    }

    private Look look() {
        EmbeddingChoice choice = settings.embedding();
        return new Look(
                choice,
                embedding.model(),
                embedding.progress(),
                embedding.notice().or(choice::problem));
    }

    private void show(Look look) {
        long done = look.progress().done();
        long total = look.progress().total();
        boolean none = look.model().isEmpty();
        String state = none
                ? wording.say("meaning.none")
                : total == 0 ? wording.say("meaning.empty") : wording.say("meaning.state", done, total);
        Optional<String> why =
                look.choice().equals(atStart) ? look.notice() : Optional.of(wording.say("meaning.next-start"));
        double share = none || total == 0 ? 0 : Math.clamp((double) done / total, 0, 1);
        view.set(new View(look.choice(), state, share, why));
    }

    private void failed(Exception failure) {
        String sentence =
                failure instanceof HomeException ? String.valueOf(failure.getMessage()) : wording.sentence(failure);
        View now = view.get();
        view.set(new View(settings.embedding(), now.state(), now.share(), Optional.of(sentence)));
    }
}
