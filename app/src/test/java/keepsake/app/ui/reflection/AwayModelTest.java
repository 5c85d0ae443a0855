package keepsake.app.ui.reflection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import keepsake.app.home.Keepsake;
import keepsake.app.home.Settings.Reflecting;
import keepsake.app.ui.UiThread;
import keepsake.app.ui.gallery.SampleClock;
import keepsake.app.ui.gallery.SampleHome;
import keepsake.app.ui.reflection.AwayModel.Phase;
import keepsake.app.ui.reflection.AwayModel.Surroundings;
import keepsake.app.ui.wording.Wording;
import keepsake.memory.Reflection;
import keepsake.memory.Reflection.Request;
import keepsake.memory.Reflection.Run;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class AwayModelTest {
    private static final Duration LONG = AwayModel.AWAY;

    private final SampleClock clock = new SampleClock();
    private final UiThread thread = new UiThread();
    private final AtomicBoolean battery = new AtomicBoolean();
    private final CountDownLatch begins = new CountDownLatch(1);
    private final List<String> told = new ArrayList<>();
    private Keepsake keepsake;
    private AwayModel away;

    @BeforeEach
    void open(@TempDir Path folder) {
        keepsake = SampleHome.empty(folder, clock);
        away = model();
        say("I live in Leeds.");
        clock.advance(Duration.ofDays(1));
        away.acted();
    }

    private AwayModel model() {
        return new AwayModel(
                keepsake.memory().reflection(),
                thread.background(),
                thread,
                Wording.of("keepsake.app.ui.reflection.reflection", ZoneOffset.UTC),
                new Surroundings(keepsake.settings(), clock, battery::get, this::request),
                () -> told.add("changed"));
    }

    /// A run begins here, and waits while the test wants it to.
    private Request request() {
        try {
            begins.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
        return Request.byRules();
    }

    @AfterEach
    void close() {
        thread.close();
        keepsake.close();
    }

    private void say(String text) {
        keepsake.memory()
                .conversations()
                .say(keepsake.memory().conversations().start().id(), text);
    }

    private Phase phase() {
        return away.view().get().phase();
    }

    private List<Reflection.Run> runs() {
        return keepsake.memory().reflection().runs(10);
    }

    private void untilRested() {
        thread.until(() -> phase() == Phase.WAITING || phase() == Phase.PAUSED);
    }

    @Test
    void nothingIsDoneWhileSomebodyIsThere() {
        begins.countDown();
        clock.advance(LONG.minusSeconds(1));
        away.look();
        assertThat(phase()).isEqualTo(Phase.WAITING);
        away.acted();
        clock.advance(LONG.minusSeconds(1));
        away.look();
        assertThat(phase()).isEqualTo(Phase.WAITING);
    }

    @Test
    void whenNobodyIsThereWhatIsDueIsDoneAndTold() {
        begins.countDown();
        clock.advance(LONG);
        away.look();
        assertThat(phase()).isEqualTo(Phase.WORKING);
        untilRested();
        assertThat(runs()).hasSize(1);
        assertThat(told).containsExactly("changed");
        assertThat(away.view().get().note())
                .hasValueSatisfying(note -> assertThat(note).startsWith("While you were away"));
        away.dismissNote();
        assertThat(away.view().get().note()).isEmpty();
    }

    @Test
    void afterThatTheMachineRestsUntilSomebodyWasThere() {
        begins.countDown();
        clock.advance(LONG);
        away.look();
        untilRested();
        say("I play the oboe.");
        away.look();
        assertThat(phase()).isEqualTo(Phase.WAITING);
        away.acted();
        clock.advance(LONG.plus(Duration.ofDays(1)));
        away.look();
        assertThat(phase()).isEqualTo(Phase.WORKING);
        untilRested();
        assertThat(runs()).hasSize(2);
    }

    @Test
    void itYieldsWhenTheUserIsBackAndGoesOnLater() {
        clock.advance(LONG);
        away.look();
        away.acted();
        assertThat(phase()).isEqualTo(Phase.YIELDING);
        begins.countDown();
        untilRested();
        assertThat(runs()).as("it was stopped before it was through").noneMatch(run -> run.state() == Run.State.DONE);
        clock.advance(LONG);
        away.look();
        untilRested();
        assertThat(keepsake.memory().reflection().jobs())
                .allSatisfy(job -> assertThat(job.waiting()).isZero());
    }

    @Test
    void onBatteryItRestsUnlessThatIsAllowed() {
        begins.countDown();
        battery.set(true);
        clock.advance(LONG);
        away.look();
        untilRested();
        assertThat(runs()).isEmpty();

        keepsake.settings().choose(Reflecting.ON_BATTERY_TOO);
        away.acted();
        clock.advance(LONG);
        away.look();
        untilRested();
        assertThat(runs()).hasSize(1);
    }

    @Test
    void switchedOffItThinksOnlyWhenAsked() {
        begins.countDown();
        keepsake.settings().choose(Reflecting.NEVER);
        clock.advance(LONG);
        away.look();
        assertThat(phase()).isEqualTo(Phase.WAITING);
        away.runNow();
        assertThat(phase()).isEqualTo(Phase.WORKING);
        away.acted();
        assertThat(phase()).as("what was asked for goes on").isEqualTo(Phase.WORKING);
        untilRested();
        assertThat(runs()).hasSize(1);
        assertThat(away.view().get().note()).as("the user was there").isEmpty();
    }

    @Test
    void pausedItBeginsNothingUntilItMayGoOn() {
        begins.countDown();
        away.pause();
        clock.advance(LONG);
        away.look();
        assertThat(phase()).isEqualTo(Phase.PAUSED);
        away.goOn();
        away.look();
        untilRested();
        assertThat(runs()).hasSize(1);
    }

    @Test
    void whatFailsIsToldInASentence() {
        keepsake.memory().close();
        begins.countDown();
        away.runNow();
        untilRested();
        assertThat(away.view().get().problem()).isPresent();
    }
}
