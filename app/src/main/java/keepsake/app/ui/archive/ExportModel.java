package keepsake.app.ui.archive;

import java.nio.file.Path;
import keepsake.app.ui.background.Background;
import keepsake.app.ui.state.Value;
import keepsake.app.ui.wording.Wording;
import keepsake.memory.Archive;
import keepsake.memory.Archive.Copy;
import keepsake.memory.Archive.Overwriting;
import keepsake.memory.Archive.With;
import keepsake.memory.ExportReport;

/// A copy of everything, as it is shown. Threads: one (see [Value]); the disk is waited for elsewhere.
public final class ExportModel {
    private final Archive archive;
    private final Background background;
    private final Wording wording;
    private final Value<Step> view = new Value<>(new Step.Resting());

    public ExportModel(Archive archive, Background background, Wording wording) {
        this.archive = archive;
        this.background = background;
        this.wording = wording;
    }

    /// Where the export stands.
    public sealed interface Step {
        record Resting() implements Step {}

        record Writing() implements Step {}

        record Done(String what) implements Step {}

        /// No file was written, and one that was there is as it was.
        record Failed(String why) implements Step {}
    }

    public Value<Step> view() {
        return view;
    }

    /// Writes the copy; a file that is there was confirmed in the dialogue that chose it.
    public void write(Copy copy, Path file, With with) {
        if (view.get() instanceof Step.Writing) return;
        view.set(new Step.Writing());
        var _ = background.run(
                () -> archive.write(copy, file, Overwriting.ALLOWED, with),
                report -> view.set(new Step.Done(told(report, with))),
                failure -> view.set(new Step.Failed(wording.sentence(failure))));
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
