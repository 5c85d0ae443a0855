package keepsake.memory.reflect.job;

import java.sql.SQLException;
import java.util.List;
import keepsake.memory.Reflection.Job;
import keepsake.memory.reflect.Linking;
import keepsake.memory.sql.Sql;

/// Lets the part that knows links do its piece.
final class LinkJob implements Work {
    private final Linking linking;

    LinkJob(Linking linking) {
        this.linking = linking;
    }

    @Override
    public Job job() {
        return Job.LINK;
    }

    @Override
    public List<String> tables() {
        return linking.tables();
    }

    @Override
    public long waiting(Sql sql, Situation at) throws SQLException {
        return linking.waiting(sql);
    }

    @Override
    public Step prepare(Reading reading, Situation at) {
        return sql -> linking.step(sql, at::enough);
    }
}
