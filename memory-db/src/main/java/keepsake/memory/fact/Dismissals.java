package keepsake.memory.fact;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import keepsake.memory.erase.KeyedMarks;
import keepsake.memory.sql.Database;
import keepsake.memory.sql.Sql;

/// What the user said is not so, recognised by [KeyedMarks]: no word of it is kept.
///
/// What is marked is a plain hash of subject and sense, and not the words themselves, so that the marks of older
/// versions, which were that hash, could be taken over.
final class Dismissals {
    private final Sql sql;
    private final Optional<KeyedMarks> marks;

    private Dismissals(Sql sql, Optional<KeyedMarks> marks) {
        this.sql = sql;
        this.marks = marks;
    }

    /// For asking many times in one transaction.
    static Dismissals of(Sql sql) throws SQLException {
        return new Dismissals(sql, KeyedMarks.of(sql));
    }

    static Dismissals forSetting(Sql sql) throws SQLException {
        return new Dismissals(sql, Optional.of(KeyedMarks.forSetting(sql)));
    }

    boolean covers(String subject, String sense) throws SQLException {
        if (marks.isEmpty()) return false;
        return sql.number("SELECT count(*) FROM dismissal WHERE mark = ?", mark(marks.get(), hash(subject, sense))) > 0;
    }

    void set(String subject, String sense, Instant when) throws SQLException {
        set(hash(subject, sense), when);
    }

    private void set(String hash, Instant when) throws SQLException {
        sql.update(
                "INSERT OR REPLACE INTO dismissal (mark, dismissed_at) VALUES (?, ?)",
                mark(marks.orElseThrow(), hash),
                when);
    }

    void lift(String subject, String sense) throws SQLException {
        if (marks.isEmpty()) return;
        sql.update("DELETE FROM dismissal WHERE mark = ?", mark(marks.get(), hash(subject, sense)));
    }

    /// Puts what older versions kept, hashes without a key, under the key. Does nothing when there is none of it.
    static void takeOver(Database database) {
        if (database.read(sql -> sql.number("SELECT count(*) FROM candidate_dismissed")) == 0) return;
        database.write(sql -> {
            record Old(String hash, Instant when) {}
            List<Old> old = sql.list(
                    "SELECT key, dismissed_at FROM candidate_dismissed",
                    row -> new Old(row.getString("key"), Sql.time(row, "dismissed_at")));
            Dismissals keyed = forSetting(sql);
            for (Old one : old) keyed.set(one.hash(), one.when());
            return sql.update("DELETE FROM candidate_dismissed");
        });
    }

    private static byte[] mark(KeyedMarks marks, String hash) {
        return marks.mark("dismissed\n" + hash);
    }

    private static String hash(String subject, String sense) {
        try {
            String said = subject.toLowerCase(Locale.ROOT) + "\n" + sense;
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(said.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
