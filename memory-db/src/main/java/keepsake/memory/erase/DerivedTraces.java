package keepsake.memory.erase;

import java.sql.SQLException;
import java.util.Collection;
import keepsake.memory.DerivedFiles;
import keepsake.memory.sql.Sql;

/// Files of somebody outside the memory as its traces.
public record DerivedTraces(DerivedFiles files) implements Traces {
    @Override
    public void afterwards() {
        files.forget();
    }

    @Override
    public void hide(Sql sql, Collection<Long> messages) throws SQLException {
        files.forget();
    }
}
