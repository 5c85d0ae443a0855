package keepsake.app.ui.identity;

import java.util.List;
import java.util.Optional;
import keepsake.memory.Identity.Format;
import keepsake.memory.MemoryId;

/// Everything the identity page shows, at one moment.
///
/// @param offers  values found in what the user said, to confirm or dismiss
/// @param groups  the fields, as forms group them
/// @param export  the file that can be written
/// @param problem what went wrong, in a sentence
public record Page(List<Offer> offers, List<Group> groups, Export export, Optional<String> problem) {

    /// A proposal.
    ///
    /// @param replaces what the confirmed value is now, when there is one
    /// @param source   the words it was found in
    public record Offer(String name, String label, String value, Optional<String> replaces, Optional<Origin> source) {}

    /// Where a value comes from.
    ///
    /// @param where the day and the conversation
    public record Origin(long conversationId, MemoryId message, String quote, String where) {}

    /// @param name   as the memory names it: `Name`, `Contact`, …
    /// @param title  for a person
    /// @param fields those shown
    /// @param folding whether rarely needed ones are shown
    public record Group(String name, String title, List<Entry> fields, Folding folding) {}

    public enum Folding {
        /// There are none, or all have values.
        NOTHING,
        FOLDED,
        OPEN
    }

    /// One field.
    ///
    /// @param name    WHATWG autofill name
    /// @param hint    an example
    /// @param text    what its box says
    /// @param mark    how far what it says is kept
    /// @param note    where the value comes from, or why it was refused
    /// @param origin  the words it comes from, when it was found rather than typed
    public record Entry(
            String name, String label, String hint, String text, Mark mark, String note, Optional<Origin> origin) {}

    public enum Mark {
        EMPTY,
        /// As it was when the page was opened.
        KEPT,
        /// Typed and not yet kept.
        CHANGED,
        /// Kept just now.
        SAVED,
        REFUSED
    }

    /// The export.
    ///
    /// @param ready   the preview is there; otherwise `text` says why not
    /// @param text    what will be written, to the byte
    /// @param summary how many fields go in
    /// @param saved   the file that was written
    /// @param problem why it was not written
    public record Export(
            Format format,
            Readiness ready,
            String text,
            String summary,
            Optional<Written> saved,
            Optional<String> problem) {}

    public enum Readiness {
        READY,
        NOTHING_CONFIRMED
    }

    /// @param sentence where it was saved, or that it was deleted
    /// @param there    whether the file is still there
    public record Written(String sentence, Presence there) {}

    public enum Presence {
        THERE,
        DELETED
    }
}
