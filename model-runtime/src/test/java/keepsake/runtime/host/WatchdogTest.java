package keepsake.runtime.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WatchdogTest {
    private final Watchdog watchdog = new Watchdog();

    private boolean hangsWithin(int seconds, long steps) {
        for (int i = 0; i < seconds; i++) {
            if (watchdog.hangs(steps)) return true;
        }
        return false;
    }

    @Test
    void anEngineThatDoesNothingForTwoMinutesHangs() {
        watchdog.hangs(7);
        assertThat(hangsWithin(Watchdog.PATIENCE_SECONDS - 1, 7)).isFalse();
        assertThat(watchdog.hangs(7)).isTrue();
    }

    @Test
    void aSlowComputerIsLeftInPeace() {
        for (long step = 1; step <= 20; step++) {
            assertThat(hangsWithin(Watchdog.PATIENCE_SECONDS, step))
                    .as("one step in two minutes")
                    .isFalse();
        }
    }

    @Test
    void timeBetweenAnswersDoesNotCount() {
        watchdog.hangs(7);
        assertThat(hangsWithin(Watchdog.PATIENCE_SECONDS - 1, 7)).isFalse();
        watchdog.rest();
        assertThat(hangsWithin(Watchdog.PATIENCE_SECONDS - 1, 7)).isFalse();
    }

    @Test
    void anEngineThatDoesNotCountIsNotWatched() {
        assertThat(hangsWithin(10 * Watchdog.PATIENCE_SECONDS, 0)).isFalse();
    }
}
