package keepsake.memory;

import java.util.List;

/// What an import did.
///
/// @param added    conversations and messages
/// @param facts    new ones, from Keepsake's own exports
/// @param skipped  how many things could not be read; `problems` tells of the first 200
/// @param leftOut  what is not imported by design
/// @param problems what could not be read, where, and why
/// @param end      how it ended
public record ImportReport(
        Archive.Added added, int facts, int skipped, List<LeftOut> leftOut, List<Problem> problems, End end) {
    public ImportReport {
        leftOut = List.copyOf(leftOut);
        problems = List.copyOf(problems);
    }

    /// @param what in the plural, for example `tool messages`
    public record LeftOut(String what, int count) {}

    /// @param where the file and the position in it
    /// @param why   a part of a sentence
    public record Problem(String where, String why) {}

    public enum End {
        DONE,
        /// The user stopped it; the same import again goes on.
        STOPPED
    }
}
