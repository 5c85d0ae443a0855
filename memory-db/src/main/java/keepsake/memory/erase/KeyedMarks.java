package keepsake.memory.erase;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import keepsake.memory.sql.Sql;

/// HMAC-SHA-256 under 256 random bits, for recognising words that must not be kept. The key lies in the same database:
/// whoever has the whole file can try guesses, whoever has an export has neither key nor marks.
///
/// Threads: the transaction's.
public final class KeyedMarks {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    /// The name of the key; it was there for tombstones first.
    private static final String KEY = "tombstones";

    private final Mac mac;

    private KeyedMarks(Mac mac) {
        this.mac = mac;
    }

    /// For asking; empty when nothing was ever marked.
    public static Optional<KeyedMarks> of(Sql sql) throws SQLException {
        return sql.first("SELECT value FROM secret WHERE name = ?", row -> row.getBytes("value"), KEY)
                .map(key -> new KeyedMarks(keyed(key)));
    }

    /// For setting: makes the key when there is none.
    public static KeyedMarks forSetting(Sql sql) throws SQLException {
        Optional<KeyedMarks> there = of(sql);
        if (there.isPresent()) return there.get();
        byte[] fresh = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(fresh);
        sql.update("INSERT INTO secret (name, value) VALUES (?, ?)", KEY, fresh);
        return new KeyedMarks(keyed(fresh));
    }

    /// 32 bytes, the same for the same words.
    public byte[] mark(String words) {
        return mac.doFinal(words.getBytes(StandardCharsets.UTF_8));
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
}
