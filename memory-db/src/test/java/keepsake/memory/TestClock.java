package keepsake.memory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Stands still until told to go on.
public final class TestClock implements InstantSource {
    private Instant now = Instant.parse("2026-05-03T10:00:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    void tick() {
        now = now.plusSeconds(60);
    }

    void advance(Duration by) {
        now = now.plus(by);
    }
}
