package keepsake.app.ui.archive;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import keepsake.app.ui.background.Background;
import keepsake.app.ui.state.Value;
import keepsake.app.ui.wording.Wording;
import keepsake.memory.Archive;
import keepsake.memory.Archive.Added;
import keepsake.memory.Archive.Format;
import keepsake.memory.ImportReport;

/// An import as it is shown: how far it is, how to stop it, what came and what did not.
///
/// Threads: one (see [Value]); the import runs elsewhere and is heard of now and then.
public final class ImportModel {
    /// More would hide what matters.
    static final int PROBLEMS = 5;

    private final Archive archive;
    private final Background background;
    private final Executor thread;
    private final Wording wording;
    private final Runnable changed;
    private final Value<Step> view = new Value<>(new Step.Resting());
    private Optional<Running> running = Optional.empty();

    /// @param thread  the thread this lives on
    /// @param changed conversations came in
    public ImportModel(Archive archive, Background background, Executor thread, Wording wording, Runnable changed) {
        this.archive = archive;
        this.background = background;
        this.thread = thread;
        this.wording = wording;
        this.changed = changed;
    }

    /// Where the import stands.
    public sealed interface Step {
        record Resting() implements Step {}

        /// @param share 0 to 1
        record Reading(double share, String soFar) implements Step {}

        /// The user wants it to end; it does so before the next conversation.
        record Stopping() implements Step {}

        /// @param came    in a sentence or two
        /// @param skipped what was left out or could not be read, and why
        record Done(String came, List<String> skipped) implements Step {}

        /// Nothing could be imported.
        record Failed(String why) implements Step {}
    }

    public Value<Step> view() {
        return view;
    }

    private boolean busy() {
        return view.get() instanceof Step.Reading || view.get() instanceof Step.Stopping;
    }

    /// Imports, unless an import is under way.
    public void start(Format format, Path source) {
        if (busy()) return;
        Running mine = new Running(thread, this::tell);
        running = Optional.of(mine);
        view.set(new Step.Reading(0, wording.say("reading.first")));
        var _ = background.run(
                () -> archive.read(format, source, mine),
                report -> {
                    view.set(done(report));
                    changed.run();
                },
                failure -> {
                    view.set(new Step.Failed(wording.sentence(failure)));
                    changed.run();
                });
    }

    /// Ends it soon; what came so far stays, and the same import again goes on.
    public void stop() {
        if (!(view.get() instanceof Step.Reading)) return;
        running.ifPresent(Running::stop);
        view.set(new Step.Stopping());
    }

    private void tell(Running.Progress now) {
        if (!(view.get() instanceof Step.Reading)) return;
        Added soFar = now.soFar();
        // They are counted when they are on the disk, some thousand messages at a time.
        String words = soFar.conversations() + soFar.alreadyThere() == 0
                ? wording.say("reading.first")
                : wording.say("reading", soFar.conversations(), soFar.messages());
        view.set(new Step.Reading(now.share(), words));
    }

    private Step done(ImportReport report) {
        Added added = report.added();
        List<String> came = new ArrayList<>();
        if (report.end() == ImportReport.End.STOPPED) came.add(wording.say("stopped"));
        came.add(wording.say(
                "came",
                wording.count("conversations", added.conversations()),
                wording.count("messages", added.messages())));
        if (report.facts() > 0) came.add(wording.count("came.facts", report.facts()));
        if (added.alreadyThere() > 0) came.add(wording.count("there", added.alreadyThere()));
        List<String> skipped = new ArrayList<>();
        if (!report.leftOut().isEmpty()) {
            skipped.add(wording.say(
                    "left-out",
                    report.leftOut().stream()
                            .map(one -> wording.say("left-out.one", one.what(), one.count()))
                            .collect(Collectors.joining(", "))));
        }
        if (report.skipped() > 0) skipped.add(wording.count("unreadable", report.skipped()));
        report.problems().stream()
                .limit(PROBLEMS)
                .forEach(one -> skipped.add(wording.say("problem", one.where(), one.why())));
        int more = report.skipped() - Math.min(PROBLEMS, report.problems().size());
        if (report.skipped() > 0 && more > 0) skipped.add(wording.say("problem.more", more));
        return new Step.Done(String.join(" ", came), skipped);
    }
}
