package keepsake.app.ui.reflection;

import java.util.List;
import java.util.Optional;
import keepsake.memory.MemoryId;

/// One thing that a run changed, as it is shown.
///
/// @param what    what was done, in a word or two
/// @param says    what it says now; for what is gone, what it said
/// @param before  what it said before, when that is something else
/// @param sources the messages it comes from
/// @param deed    what can be done about it
record Change(
        String what,
        String says,
        Optional<String> before,
        List<SourceLine> sources,
        Optional<MemoryId> fact,
        Deed deed) {
    Change {
        sources = List.copyOf(sources);
    }

    enum Deed {
        /// Keep it or dismiss it: it is proposed.
        DECIDE,
        /// Correct or forget it.
        CORRECT,
        /// Know it again: the user forgot it.
        RESTORE,
        NONE
    }

    /// A message that says it.
    ///
    /// @param words what it says
    /// @param told  when, and where
    record SourceLine(long conversationId, MemoryId message, String words, String told) {}
}
