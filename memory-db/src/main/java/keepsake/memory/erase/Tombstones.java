package keepsake.memory.erase;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import keepsake.memory.sql.Sql;
import keepsake.memory.text.Words;

/// Marks of what was erased, so that rules, imports and reflection do not learn it again: [KeyedMarks] of the
/// normalised
/// text.
public final class Tombstones {
    private final Sql sql;
    private final Optional<KeyedMarks> marks;

    private Tombstones(Sql sql, Optional<KeyedMarks> marks) {
        this.sql = sql;
        this.marks = marks;
    }

    /// For asking many times in one transaction.
    public static Tombstones of(Sql sql) throws SQLException {
        return new Tombstones(sql, KeyedMarks.of(sql));
    }

    static Tombstones forSetting(Sql sql) throws SQLException {
        return new Tombstones(sql, Optional.of(KeyedMarks.forSetting(sql)));
    }

    /// Whether this text was erased and must not be learned again by itself.
    public boolean covers(String text) throws SQLException {
        if (marks.isEmpty()) return false;
        return sql.number("SELECT count(*) FROM tombstone WHERE mark = ?", mark(marks.get(), text)) > 0;
    }

    void set(String text, Instant when) throws SQLException {
        sql.update(
                "INSERT OR IGNORE INTO tombstone (mark, erased_at) VALUES (?, ?)",
                mark(marks.orElseThrow(), text),
                when);
    }

    /// The user said it again themselves: it may be known again.
    public void lift(String text) throws SQLException {
        if (marks.isPresent()) sql.update("DELETE FROM tombstone WHERE mark = ?", mark(marks.get(), text));
    }

    /// Equal for texts that differ in case, accents, punctuation or spacing only.
    private static byte[] mark(KeyedMarks marks, String text) {
        String words = Words.key(text);
        return marks.mark(words.isEmpty() ? text.strip() : words);
    }
}
