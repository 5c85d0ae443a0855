package keepsake.memory;

import java.util.List;
import java.util.Locale;

/// What the user never wants kept. Where a rule matches, the words are replaced before anything is stored: in messages,
/// answers, titles, facts and imports. The model still sees them in that one turn. Rules hold their own text, so a
/// secret
/// itself is better covered by a kind than by a phrase. Threads: any.
public interface NeverStore {

    /// The rules, oldest first.
    List<Rule> rules();

    /// Adds a rule; the same one again is returned as it is. What is kept already stays.
    ///
    /// @param text the phrase for [Kind#PHRASE]; of no meaning for the other kinds
    /// @throws MemoryException BAD_INPUT when the phrase has no letter or digit, or is longer than 200 characters
    Rule add(Kind kind, String text);

    /// @throws MemoryException BAD_INPUT when there is no such rule
    void remove(long id);

    /// The text as it may be kept, by the rules as they are now.
    Screened screen(String text);

    enum Kind {
        /// Exactly these words, whatever their case and the spaces between them.
        PHRASE,
        /// 13 to 19 digits with a valid check digit (Luhn), in groups or not.
        CARD_NUMBER,
        /// International bank account numbers with valid check digits (ISO 13616).
        IBAN,
        /// What follows “password is”, “PIN:” and the like.
        PASSWORD;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// @param id   never reused
    /// @param text the phrase; empty for the other kinds
    record Rule(long id, Kind kind, String text) {}

    /// @param text    with marks such as `[not kept: card number]` in place of what was left out
    /// @param leftOut how many places
    record Screened(String text, int leftOut) {}
}
