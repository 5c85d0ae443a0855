package keepsake.memory.link;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import keepsake.memory.reflect.Linking;
import keepsake.memory.sql.Sql;

/// Links as a job of reflection: a few messages or facts at a time, in the job's own transaction. Threads: any.
///
/// Only links are noted and undone. Entities, aliases and mentions say nothing that their messages do not say, as an
/// index does; what is wrong in them the user puts right ([keepsake.memory.Entities]).
public final class LinkSteps implements Linking {
    /// Some milliseconds' worth.
    private static final int AT_ONCE = 20;

    private final InstantSource clock;

    public LinkSteps(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public List<String> tables() {
        return List.of("link");
    }

    @Override
    public long waiting(Sql sql) throws SQLException {
        return Refresh.left(sql);
    }

    @Override
    public boolean step(Sql sql, BooleanSupplier enough) throws SQLException {
        long left = Refresh.left(sql);
        Refresh refresh = new Refresh(sql, clock.instant(), OptionalLong.empty());
        while (left > 0) {
            List<Refresh.Said> said = Refresh.Said.after(sql, Refresh.cursor(sql), AT_ONCE).stream()
                    .map(Refresh.Said::read)
                    .toList();
            refresh.messages(said);
            if (said.size() < AT_ONCE) refresh.facts(AT_ONCE - said.size());
            left = Refresh.left(sql);
            if (enough.getAsBoolean()) break;
        }
        return left > 0;
    }
}
