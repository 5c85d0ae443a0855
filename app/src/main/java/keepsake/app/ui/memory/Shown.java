package keepsake.app.ui.memory;

import java.util.List;
import java.util.Optional;
import keepsake.app.ui.wording.Wording;
import keepsake.memory.Fact;
import keepsake.memory.MemoryId;

/// Everything the memory panel shows, at one moment.
///
/// @param count   how many facts there are, or were found
/// @param pinned  first
/// @param others  after them
/// @param hidden  how many more there are than these
/// @param vacancy why there are no cards
/// @param undo    what was just forgotten and can come back
/// @param problem what went wrong, in a sentence
public record Shown(
        String count,
        List<Card> pinned,
        List<Card> others,
        int hidden,
        Vacancy vacancy,
        Optional<String> undo,
        Optional<String> problem) {

    /// Whether there are cards, and if not, why.
    public enum Vacancy {
        NONE,
        LOADING,
        NOTHING_KNOWN,
        NOTHING_FOUND
    }

    /// A fact.
    ///
    /// @param sources where it comes from, at least one
    /// @param editor  the statement being changed, when it is
    public record Card(MemoryId id, String statement, Pin pin, List<SourceLine> sources, Optional<Editor> editor) {}

    public enum Pin {
        PINNED,
        LOOSE
    }

    /// The words that say it.
    ///
    /// @param told when, and in which conversation
    public record SourceLine(long conversationId, MemoryId message, String quote, String told) {
        static SourceLine of(Fact.Source source, Wording wording) {
            String day = wording.day(source.saidAt());
            String title = source.conversationTitle();
            String told = title.isBlank() ? wording.say("told", day) : wording.say("told.in", day, title);
            return new SourceLine(source.conversationId(), source.message(), source.quote(), told);
        }
    }

    /// @param text    what is in the editor
    /// @param problem why it was not kept
    public record Editor(String text, Optional<String> problem) {}
}
