package keepsake.memory.reflect;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import keepsake.memory.Fact;
import keepsake.memory.fact.FactRow;
import keepsake.memory.sql.Sql;

/// What was known when, from the two times every fact has: when it was true and when Keepsake knew.
final class Timeline {
    private static final String KNOWN = """
            SELECT id FROM fact WHERE recorded_at <= ?1 AND (status = 'active'
                OR status = 'superseded' AND superseded_at > ?1
                OR status = 'retracted' AND retracted_at > ?1
                OR status = 'archived' AND archived_at > ?1)""";

    private Timeline() {}

    static List<Fact> knownAt(Sql sql, Instant time) throws SQLException {
        List<Long> ids = sql.list(KNOWN, row -> row.getLong(1), time);
        return FactRow.withIds(sql, ids).stream()
                .map(Timeline::asThen)
                .sorted(Comparator.comparing((Fact fact) -> fact.id().number()))
                .toList();
    }

    /// That it ended was learned with what replaced it.
    private static Fact asThen(Fact fact) {
        boolean superseded = fact.status() == Fact.Status.SUPERSEDED;
        return new Fact(
                fact.id(),
                fact.subject(),
                fact.statement(),
                fact.kind(),
                Fact.Status.ACTIVE,
                fact.confidence(),
                fact.pinned(),
                fact.validFrom(),
                superseded ? Optional.empty() : fact.validTo(),
                fact.recordedAt(),
                Optional.empty(),
                fact.sources());
    }
}
