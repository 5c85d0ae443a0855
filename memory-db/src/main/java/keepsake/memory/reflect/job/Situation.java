package keepsake.memory.reflect.job;

import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import keepsake.memory.reflect.Thoughts;
import keepsake.memory.sql.Sql;

/// What a step works in. Used by one thread.
public final class Situation {
    /// A step holds the writing lock this long at most, as far as single messages allow: what somebody says meanwhile
    /// waits for it.
    private static final long STEP_NANOS = 40_000_000;

    private final Instant now;
    private final ZoneId zone;
    private final Optional<Thoughts> thoughts;
    private final BooleanSupplier stop;
    private final Set<String> decided = new LinkedHashSet<>();
    private long began = System.nanoTime();

    public Situation(Instant now, ZoneId zone, Optional<Thoughts> thoughts, BooleanSupplier stop) {
        this.now = now;
        this.zone = zone;
        this.thoughts = thoughts;
        this.stop = stop;
    }

    /// The same for the whole run.
    public Instant now() {
        return now;
    }

    ZoneId zone() {
        return zone;
    }

    public Optional<Thoughts> thoughts() {
        return thoughts;
    }

    public BooleanSupplier stop() {
        return stop;
    }

    /// A step begins to write.
    public void begin() {
        began = System.nanoTime();
        decided.clear();
    }

    /// Whether a step has done enough. To be asked after something was done, never before.
    boolean enough() {
        return System.nanoTime() - began > STEP_NANOS || stop.getAsBoolean();
    }

    /// Whether this was decided by a run that was undone: then it is not to be decided again.
    static boolean isDismissed(Sql sql, String decision) throws SQLException {
        return sql.number("SELECT count(*) FROM job_dismissed WHERE key = ?", decision) > 0;
    }

    /// Notes a decision, by names and numbers and without words, so that undoing can dismiss it.
    void decide(String decision) {
        decided.add(decision);
    }

    /// What the step decided.
    public Set<String> decided() {
        return Set.copyOf(decided);
    }
}
