package keepsake.app.cli;

import keepsake.app.home.Keepsake;
import keepsake.memory.Memory;
import picocli.CommandLine.Option;

/// Whether what is said is kept: an option that `ask` and `chat` share.
final class TemporaryOptions {
    @Option(names = "--temporary", description = "keeps nothing of it on the disk; what is remembered may be read")
    private boolean temporary;

    @Option(names = "--without-memory", description = "with --temporary: reads nothing that is remembered either")
    private boolean withoutMemory;

    boolean isAsked() {
        return temporary;
    }

    /// The Keepsake to talk with.
    Keepsake of(Keepsake keepsake) {
        if (withoutMemory && !temporary) {
            throw CommandProblem.badInput("--without-memory goes with --temporary only. Nothing was asked.");
        }
        if (!temporary) return keepsake;
        return keepsake.temporary(withoutMemory ? Memory.Reading.NOTHING : Memory.Reading.MEMORY);
    }
}
