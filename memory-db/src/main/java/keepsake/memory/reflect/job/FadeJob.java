package keepsake.memory.reflect.job;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import keepsake.memory.Reflection.Job;
import keepsake.memory.sql.Sql;

/// Archives what nobody said or asked for in so long that next to nothing is left of it: out of recall, not out of the
/// memory. Goes through all active facts in every run.
final class FadeJob implements Work {
    private static final String NEXT = "SELECT f.id, " + Fading.COLUMNS
            + " FROM fact f WHERE f.status = 'active' AND f.pinned = 0 AND f.id > ?" + " ORDER BY f.id LIMIT 200";

    private record Row(long id, Fading fading) {}

    @Override
    public Job job() {
        return Job.FADE;
    }

    @Override
    public List<String> tables() {
        return List.of("fact");
    }

    @Override
    public long waiting(Sql sql, Situation at) throws SQLException {
        long cursor = Cursors.cursor(sql, job());
        if (cursor == 0) return 0; // between two runs nothing waits
        return sql.number("SELECT count(*) FROM fact WHERE status = 'active' AND pinned = 0 AND id > ?", cursor);
    }

    @Override
    public Step prepare(Reading reading, Situation at) {
        return sql -> step(sql, at);
    }

    private boolean step(Sql sql, Situation at) throws SQLException {
        List<Row> rows =
                sql.list(NEXT, row -> new Row(row.getLong("id"), Fading.read(row)), Cursors.cursor(sql, job()));
        Optional<Row> last = Optional.empty();
        for (Row row : rows) {
            String decision = "fade:f" + row.id();
            if (row.fading().left(at.now()) < Fading.THRESHOLD && !Situation.isDismissed(sql, decision)) {
                sql.update("UPDATE fact SET status = 'archived', archived_at = ? WHERE id = ?", at.now(), row.id());
                at.decide(decision);
            }
            last = Optional.of(row);
            if (at.enough()) break;
        }
        Cursors.move(sql, job(), last.map(Row::id).orElse(0L));
        return last.isPresent();
    }
}
