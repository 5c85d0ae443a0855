package keepsake.runtime.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import keepsake.runtime.residency.ExpertCache;
import org.junit.jupiter.api.Test;

class WarmStartTest {
    private static final List<ExpertCache.Key> WANTED =
            IntStream.range(0, 100).mapToObj(i -> new ExpertCache.Key(i % 4, i)).toList();

    private final ReentrantLock turn = new ReentrantLock(true);

    @Test
    void readsInOrderAndGoesOnWhereOneDoesNotFit() {
        List<ExpertCache.Key> offered = new ArrayList<>();
        WarmStart warm = new WarmStart(
                () -> WANTED,
                key -> {
                    offered.add(key);
                    return key.layer() != 1;
                },
                turn);
        warm.run();
        assertThat(offered).isEqualTo(WANTED);
        assertThat(warm.read()).isEqualTo(75);
    }

    @Test
    void givesWayToARequestAfterTheExpertUnderWay() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        List<ExpertCache.Key> offered = new ArrayList<>();
        WarmStart warm = new WarmStart(
                () -> WANTED,
                key -> {
                    offered.add(key);
                    if (offered.size() == 3) {
                        reading.countDown();
                        waitFor(asked);
                    }
                    return true;
                },
                turn);
        Thread idle = Thread.ofPlatform().start(warm::run);
        reading.await();
        warm.giveWay();
        assertThat(turn.isLocked()).as("an expert is being read").isTrue();
        asked.countDown();
        idle.join();
        assertThat(offered).hasSize(3);
    }

    @Test
    void aFileThatCannotBeReadEndsIt() {
        WarmStart warm = new WarmStart(
                () -> WANTED,
                _ -> {
                    throw new IOException("gone");
                },
                turn);
        warm.run();
        assertThat(warm.read()).isZero();
        assertThat(turn.isLocked()).isFalse();
    }

    private static void waitFor(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
