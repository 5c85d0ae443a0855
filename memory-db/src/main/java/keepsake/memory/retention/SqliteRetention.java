package keepsake.memory.retention;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import keepsake.memory.Erasure.Erased;
import keepsake.memory.Erasure.Preview;
import keepsake.memory.MemoryException;
import keepsake.memory.MemoryException.Reason;
import keepsake.memory.Retention;
import keepsake.memory.erase.SqliteErasure;
import keepsake.memory.erase.SqliteErasure.Aged;
import keepsake.memory.sql.Database;
import keepsake.memory.sql.Sql;

/// The setting is a row of the memory, so it travels with it. Threads: any.
public final class SqliteRetention implements Retention {
    private static final Duration DAY = Duration.ofDays(1);

    /// A hundred years; nobody means more, and the arithmetic stays in range.
    private static final int MOST_DAYS = 36_500;

    private final Database database;
    private final InstantSource clock;
    private final SqliteErasure erasure;

    public SqliteRetention(Database database, InstantSource clock, SqliteErasure erasure) {
        this.database = database;
        this.clock = clock;
        this.erasure = erasure;
    }

    @Override
    public Optional<Setting> setting() {
        return database.read(sql -> sql.first(
                "SELECT days, applied_at FROM retention",
                row -> new Setting(
                        row.getInt("days"),
                        Sql.optionalNumber(row, "applied_at").map(Instant::ofEpochMilli))));
    }

    @Override
    public Preview preview(int days) {
        require(days);
        return erasure.previewAged(olderThan(days));
    }

    @Override
    public void keepFor(int days) {
        require(days);
        database.write(sql -> sql.update(
                "INSERT OR REPLACE INTO retention (id, days, set_at) VALUES (1, ?, ?)", days, clock.instant()));
    }

    @Override
    public void keepForEver() {
        database.write(sql -> sql.update("DELETE FROM retention"));
    }

    @Override
    public boolean isDue() {
        return setting()
                .filter(set -> set.applied()
                        .map(done -> !done.plus(DAY).isAfter(clock.instant()))
                        .orElse(true))
                .isPresent();
    }

    @Override
    public Erased apply() {
        Optional<Setting> setting = setting();
        if (setting.isEmpty()) return new Erased(0, 0, 0, Optional.empty());
        Aged aged = olderThan(setting.get().days());
        boolean nothing = erasure.previewAged(aged).isEmpty();
        Erased erased = nothing ? new Erased(0, 0, 0, Optional.empty()) : erasure.eraseAged(aged);
        database.write(sql -> sql.update("UPDATE retention SET applied_at = ?", clock.instant()));
        return erased;
    }

    private Aged olderThan(int days) {
        return new Aged(clock.instant().minus(Duration.ofDays(days)));
    }

    private static void require(int days) {
        if (days < 1 || days > MOST_DAYS) {
            throw new MemoryException(
                    Reason.BAD_INPUT,
                    "Messages can be kept for 1 to " + MOST_DAYS + " days, or for ever. Nothing was changed.");
        }
    }
}
