package keepsake.memory.reflect.job;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import keepsake.memory.Fact;
import keepsake.memory.sql.Sql;

/// How much is left of a fact: R = exp(-t / S), t since it was last said, confirmed or recalled, S growing with every
/// recall (the forgetting curve as MemoryBank uses it). Half a year of silence is nothing: somebody's name is not
/// forgotten because nobody asked for it.
///
/// @param since     when t begins
/// @param stability S in days
/// @param pinned    never fades
public record Fading(Instant since, double stability, boolean pinned) {
    /// Less than this, and a fact leaves recall: after three times S.
    static final double THRESHOLD = 0.05;

    private static final double DAY = Duration.ofDays(1).toMillis();

    static final String COLUMNS = """
            f.kind, f.pinned, f.strength, f.recall_count, max(f.recorded_at, coalesce(f.last_recalled_at, 0),
                coalesce((SELECT max(m.said_at) FROM fact_source s JOIN message m ON m.id = s.message_id
                    WHERE s.fact_id = f.id), 0)) AS since""";

    static Fading read(ResultSet row) throws SQLException {
        Fact.Kind kind = Fact.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT));
        double stability = days(kind) * Math.max(0.1, row.getDouble("strength")) * (1 + row.getLong("recall_count"));
        return new Fading(Sql.time(row, "since"), stability, row.getInt("pinned") == 1);
    }

    /// S of what was never recalled.
    private static int days(Fact.Kind kind) {
        return switch (kind) {
            case PROFILE, RELATIONSHIP -> 730;
            case PREFERENCE, PROCEDURE, BELIEF -> 365;
            case WORLD -> 180;
        };
    }

    /// The fading of a fact.
    public static java.util.Optional<Fading> of(Sql sql, long fact) throws SQLException {
        return sql.first("SELECT " + COLUMNS + " FROM fact f WHERE f.id = ?", Fading::read, fact);
    }

    /// 0..1.
    public double left(Instant at) {
        if (pinned || !at.isAfter(since)) return 1;
        return Math.exp(-(Duration.between(since, at).toMillis() / DAY) / stability);
    }
}
