package keepsake.app.ui.background;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class InOrderTest {
    @Test
    void laterWorkWaitsForEarlierWorkAndFailuresDoNotStopIt() {
        List<String> log = new ArrayList<>();
        CountDownLatch released = new CountDownLatch(1);
        try (Turns turns = new Turns()) {
            InOrder work = new InOrder(turns.background());
            work.run(
                    () -> {
                        released.await();
                        return "slow";
                    },
                    log::add,
                    failure -> log.add("failed"));
            work.run(
                    () -> {
                        throw new IllegalStateException("no");
                    },
                    result -> log.add("done"),
                    failure -> log.add(String.valueOf(failure.getMessage())));
            work.run(() -> "last", log::add, failure -> log.add("failed"));
            assertThat(work.idle()).isFalse();

            released.countDown();
            turns.until(work::idle);

            assertThat(log).containsExactly("slow", "no", "last");
        }
    }
}
