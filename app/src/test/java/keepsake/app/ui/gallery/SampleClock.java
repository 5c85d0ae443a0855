package keepsake.app.ui.gallery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Stands still until told to go on.
public final class SampleClock implements InstantSource {
    private volatile Instant now = Instant.parse("2026-04-12T09:30:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    public void advance(Duration by) {
        now = now.plus(by);
    }
}
