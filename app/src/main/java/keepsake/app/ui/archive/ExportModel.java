package keepsake.app.ui.archive;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executor;
import keepsake.app.ui.background.Background;
import keepsake.app.ui.state.Value;
import keepsake.app.ui.wording.Wording;
import keepsake.memory.Archive;
import keepsake.memory.Archive.Added;
import keepsake.memory.Archive.Copy;
import keepsake.memory.Archive.Overwriting;
import keepsake.memory.Archive.With;
import keepsake.memory.ExportReport;

/// A copy of everything, as it is shown. Threads: one (see [Value]); the disk is waited for elsewhere.
public final class ExportModel {
    private final Archive archive;
    private final Background background;
    private final Executor thread;
    private final Wording wording;
    private final Value<Step> view = new Value<>(new Step.Resting());
    private Optional<Running> running = Optional.empty();

    /// @param thread the thread this lives on
    public ExportModel(Archive archive, Background background, Executor thread, Wording wording) {
        this.archive = archive;
        this.background = background;
        this.thread = thread;
        this.wording = wording;
    }

    /// Where the export stands.
    public sealed interface Step {
        record Resting() implements Step {}

        /// @param share 0 to 1
        record Writing(double share, String soFar) implements Step {}

        /// The user wants it to end; it does so before the next message.
        record Stopping() implements Step {}

        /// The user stopped it: no file was written, and one that was there is as it was.
        record Stopped() implements Step {}

        record Done(String what) implements Step {}

        /// No file was written, and one that was there is as it was.
        record Failed(String why) implements Step {}
    }

    public Value<Step> view() {
        return view;
    }

    /// Writes the copy; a file that is there was confirmed in the dialogue that chose it.
    public void write(Copy copy, Path file, With with) {
        if (view.get() instanceof Step.Writing || view.get() instanceof Step.Stopping) return;
        Running mine = new Running(thread, this::tell);
        running = Optional.of(mine);
        tell(new Running.Progress(0, Added.NOTHING));
        var _ = background.run(
                () -> archive.write(copy, file, Overwriting.ALLOWED, with, mine),
                report -> view.set(report.<Step>map(written -> new Step.Done(told(written, with)))
                        .orElseGet(Step.Stopped::new)),
                failure -> view.set(new Step.Failed(wording.sentence(failure))));
    }

    private void tell(Running.Progress now) {
        if (view.get() instanceof Step.Stopping) return;
        Added soFar = now.soFar();
        view.set(new Step.Writing(now.share(), wording.say("writing", soFar.conversations(), soFar.messages())));
    }

    /// Ends it soon, and nothing is written.
    public void stop() {
        if (!(view.get() instanceof Step.Writing)) return;
        running.ifPresent(Running::stop);
        view.set(new Step.Stopping());
    }

    private String told(ExportReport report, With with) {
        return wording.say(
                with == With.IDENTITY ? "wrote.identity" : "wrote",
                wording.count("conversations", report.conversations()),
                wording.count("messages", report.messages()),
                wording.count("facts", report.facts()),
                report.file().toString());
    }
}
