package keepsake.memory.erase;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import keepsake.memory.sql.Sql;
import keepsake.memory.text.Words;

/// Marks of what was erased, so that rules, imports and reflection do not learn it again: HMAC-SHA-256 of the
// normalised
/// text. The key is random and lies in the same database; whoever has the whole file can try guesses, whoever has an
/// export has neither key nor marks.
public final class Tombstones {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final String KEY = "tombstones";

    private final Sql sql;
    private final Optional<Mac> mac;

    private Tombstones(Sql sql, Optional<Mac> mac) {
        this.sql = sql;
        this.mac = mac;
    }

    /// For asking many times in one transaction.
    public static Tombstones of(Sql sql) throws SQLException {
        return new Tombstones(sql, key(sql).map(Tombstones::keyed));
    }

    /// For setting: makes the key when there is none.
    static Tombstones forSetting(Sql sql) throws SQLException {
        if (key(sql).isEmpty()) {
            byte[] fresh = new byte[KEY_BYTES];
            new SecureRandom().nextBytes(fresh);
            sql.update("INSERT INTO secret (name, value) VALUES (?, ?)", KEY, fresh);
        }
        return of(sql);
    }

    /// Whether this text was erased and must not be learned again by itself.
    public boolean covers(String text) throws SQLException {
        if (mac.isEmpty()) return false;
        return sql.number("SELECT count(*) FROM tombstone WHERE mark = ?", mark(mac.get(), text)) > 0;
    }

    void set(String text, Instant when) throws SQLException {
        sql.update(
                "INSERT OR IGNORE INTO tombstone (mark, erased_at) VALUES (?, ?)", mark(mac.orElseThrow(), text), when);
    }

    /// The user said it again themselves: it may be known again.
    public void lift(String text) throws SQLException {
        if (mac.isPresent()) sql.update("DELETE FROM tombstone WHERE mark = ?", mark(mac.get(), text));
    }

    private static Optional<byte[]> key(Sql sql) throws SQLException {
        return sql.first("SELECT value FROM secret WHERE name = ?", row -> row.getBytes("value"), KEY);
    }

    private static Mac keyed(byte[] key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java has " + ALGORITHM, missing);
        }
    }

    /// Equal for texts that differ in case, accents, punctuation or spacing only.
    private static byte[] mark(Mac mac, String text) {
        String words = Words.key(text);
        return mac.doFinal((words.isEmpty() ? text.strip() : words).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
