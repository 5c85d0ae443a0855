package keepsake.memory.store;

import java.sql.SQLException;
import java.util.Collection;
import keepsake.memory.erase.Traces;
import keepsake.memory.sql.Sql;
import keepsake.memory.vector.VectorIndex;

/// The vectors of what is erased go with it.
record VectorTraces(VectorIndex index) implements Traces {
    @Override
    public void forget(Sql sql, Collection<Long> messages, Collection<Long> facts) throws SQLException {
        index.forget(sql, messages, facts);
    }

    @Override
    public void afterwards() {
        index.rewriteAfterErase();
    }
}
