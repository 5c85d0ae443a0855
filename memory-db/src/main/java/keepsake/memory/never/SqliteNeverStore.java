package keepsake.memory.never;

import java.time.InstantSource;
import java.util.List;
import keepsake.memory.MemoryException;
import keepsake.memory.MemoryException.Reason;
import keepsake.memory.NeverStore;
import keepsake.memory.sql.Database;
import keepsake.memory.text.Words;

/// The rules in SQLite. Threads: any.
public final class SqliteNeverStore implements NeverStore {
    private static final int LONGEST = 200;

    private final Database database;
    private final InstantSource clock;

    public SqliteNeverStore(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public List<Rule> rules() {
        return database.read(Screen::rules);
    }

    @Override
    public Rule add(Kind kind, String text) {
        String phrase = kind == Kind.PHRASE ? checked(text) : "";
        return database.write(sql -> {
            sql.update(
                    "INSERT OR IGNORE INTO never_store (kind, text, added_at) VALUES (?, ?, ?)",
                    kind.id(),
                    phrase,
                    clock.instant());
            long id = sql.number("SELECT id FROM never_store WHERE kind = ? AND text = ?", kind.id(), phrase);
            return new Rule(id, kind, phrase);
        });
    }

    private static String checked(String text) {
        String phrase = Words.wellFormed(text).strip().replaceAll("(?U)\\s+", " ");
        phrase = java.text.Normalizer.normalize(phrase, java.text.Normalizer.Form.NFC);
        if (phrase.codePoints().noneMatch(Character::isLetterOrDigit) || phrase.length() > LONGEST) {
            throw new MemoryException(
                    Reason.BAD_INPUT,
                    "A rule needs words that are never kept: at least one letter or digit, at most " + LONGEST
                            + " characters. Nothing was changed.");
        }
        return phrase;
    }

    @Override
    public void remove(long id) {
        database.write(sql -> {
            int removed = sql.update("DELETE FROM never_store WHERE id = ?", id);
            if (removed == 0) {
                throw new MemoryException(Reason.BAD_INPUT, "There is no rule " + id + ". Nothing was changed.");
            }
            return removed;
        });
    }

    @Override
    public Screened screen(String text) {
        return database.<Screen>read(Screen::of).screen(text);
    }
}
