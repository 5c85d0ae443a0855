package keepsake.memory.recall;

import java.sql.SQLException;
import java.time.Instant;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import keepsake.memory.sql.Sql;
import keepsake.memory.time.NamedDate;
import keepsake.memory.time.TimeExpression;
import keepsake.memory.time.TimeExpressions;

/// The time a question speaks of ("last spring", "the week after my birthday"), and what was said in it.
record AskedTimes(List<TimeExpression> times) {
    /// Vaguer words ("recently") point nowhere.
    private static final double SURE = 0.5;

    /// Longer than a month, it tells of too much.
    private static final int LONGEST_TOLD = 31;

    private static final Instant LAST = Instant.ofEpochMilli(Long.MAX_VALUE / 4);

    /// Named dates are looked up among the facts.
    static AskedTimes of(Sql sql, String question, Instant now, ZoneId zone) throws SQLException {
        Map<String, NamedDate> named = new HashMap<>();
        sql.visit(
                "SELECT attribute, statement FROM fact WHERE status = 'active' AND attribute IN"
                        + " ('user.birthday', 'user.anniversary', 'user.wedding')",
                row -> {
                    ZonedDateTime at = now.atZone(zone);
                    for (TimeExpression day : TimeExpressions.find(row.getString(2), at, name -> Optional.empty())) {
                        if (day.interval().days() == 1) {
                            named.put(
                                    row.getString(1),
                                    new NamedDate.EveryYear(
                                            MonthDay.from(day.interval().firstDay())));
                        }
                    }
                    return true;
                });
        List<TimeExpression> found =
                TimeExpressions.find(question, now.atZone(zone), name -> Optional.ofNullable(named.get(name)));
        return new AskedTimes(
                found.stream().filter(time -> time.confidence() >= SURE).toList());
    }

    boolean isEmpty() {
        return times.isEmpty();
    }

    /// Those of `messages` that were said then.
    Set<Integer> said(Sql sql, Set<Integer> messages) throws SQLException {
        if (times.isEmpty() || messages.isEmpty()) return Set.of();
        StringBuilder ids = new StringBuilder();
        for (int id : messages) ids.append(ids.isEmpty() ? "" : ",").append(id);
        Set<Integer> said = new HashSet<>();
        sql.visit("SELECT id, said_at FROM message WHERE id IN (" + ids + ")", row -> {
            Instant at = Sql.time(row, "said_at");
            if (times.stream().anyMatch(time -> time.holds(at))) said.add(row.getInt(1));
            return true;
        });
        return said;
    }

    /// Messages said then, newest first: for questions that say little else.
    List<Integer> newest(Sql sql, int limit) throws SQLException {
        if (times.isEmpty()) return List.of();
        TimeExpression time = times.getFirst();
        Instant from =
                switch (time.relation()) {
                    case BEFORE, UNTIL -> Instant.EPOCH;
                    case AFTER -> time.interval().to().toInstant();
                    default -> time.interval().from().toInstant();
                };
        Instant to =
                switch (time.relation()) {
                    case AFTER, SINCE -> LAST;
                    case BEFORE -> time.interval().from().toInstant();
                    default -> time.interval().to().toInstant();
                };
        return sql.list(
                "SELECT id FROM message WHERE said_at >= ? AND said_at < ? ORDER BY said_at DESC LIMIT ?",
                row -> row.getInt(1),
                from,
                to,
                limit);
    }

    /// The newest messages that tell of then, whenever they were said.
    List<Integer> told(Sql sql, int limit) throws SQLException {
        List<Integer> found = new java.util.ArrayList<>();
        for (TimeExpression time : times) {
            boolean then =
                    switch (time.relation()) {
                        case BEFORE, UNTIL, AFTER, SINCE -> false;
                        default -> time.interval().days() <= LONGEST_TOLD;
                    };
            if (!then) continue;
            found.addAll(sql.list(
                    "SELECT DISTINCT message_id FROM message_time WHERE first_day <= ? AND last_day >= ?"
                            + " ORDER BY message_id DESC LIMIT ?",
                    row -> row.getInt(1),
                    time.interval().lastDay().toEpochDay(),
                    time.interval().firstDay().toEpochDay(),
                    limit));
        }
        return found;
    }
}
