package keepsake.memory.link;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import keepsake.memory.reflect.Linking;
import keepsake.memory.sql.Sql;

/// Links as a job of reflection. They are derived from messages and facts and made again whenever a fact changes, also
/// when a change of it is undone: nothing of them needs undoing by itself.
public final class LinkStep implements Linking {
    private static final int AT_ONCE = 10;

    private final InstantSource clock;

    public LinkStep(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public List<String> tables() {
        return List.of();
    }

    @Override
    public long waiting(Sql sql) throws SQLException {
        return Refresh.left(sql);
    }

    @Override
    public boolean step(Sql sql, BooleanSupplier enough) throws SQLException {
        Refresh refresh = new Refresh(sql, clock.instant(), OptionalLong.empty());
        while (true) {
            List<Refresh.Said> said = Refresh.Said.after(sql, Refresh.cursor(sql), AT_ONCE).stream()
                    .map(Refresh.Said::read)
                    .toList();
            if (said.isEmpty()) {
                if (refresh.facts(AT_ONCE) == 0) return false;
            } else {
                refresh.messages(said);
            }
            if (enough.getAsBoolean()) return true;
        }
    }
}
