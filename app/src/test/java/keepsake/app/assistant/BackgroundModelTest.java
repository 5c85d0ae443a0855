package keepsake.app.assistant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import keepsake.app.assistant.ModelSession.State;
import keepsake.runtime.engine.ChatTurn;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.EngineLoader;
import keepsake.runtime.engine.GenerationListener;
import keepsake.runtime.engine.GenerationRequest;
import keepsake.runtime.engine.LoadRequest;
import keepsake.runtime.engine.Sampling;
import keepsake.runtime.engine.StopSignal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BackgroundModelTest {
    private static final LoadRequest FIRST = LoadRequest.of(Path.of("first.gguf"));
    private static final LoadRequest SECOND = LoadRequest.of(Path.of("second.gguf"));

    private final List<BackgroundModel> open = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        open.forEach(BackgroundModel::close);
    }

    @Test
    void statesGoFromNoneOverLoadingToReady() throws EngineException {
        BackgroundModel model = session(ScriptedEngine.saying("x").loader());
        List<State> seen = new CopyOnWriteArrayList<>();
        model.onState(seen::add);
        model.load(FIRST);
        assertThat(model.engine().info().name()).isEqualTo("Script");
        assertThat(model.state()).isInstanceOf(State.Ready.class);
        assertThat(seen.getFirst()).isEqualTo(new State.None());
        assertThat(seen).contains(new State.Loading(FIRST.model(), "reading weights", 0.5));
        assertThat(model.request()).contains(FIRST);
    }

    @Test
    void aLoadThatFailsKeepsTheKindAndTheSentence() {
        BackgroundModel model = session((_, _) -> {
            throw new EngineException.BudgetTooSmall("It needs 900 MiB.", 900);
        });
        model.load(FIRST);
        assertThatThrownBy(model::engine)
                .isInstanceOfSatisfying(EngineException.BudgetTooSmall.class, problem -> assertThat(problem.neededMib())
                        .isEqualTo(900))
                .hasMessage("It needs 900 MiB.");
        assertThat(model.state()).isEqualTo(new State.Failed(FIRST.model(), "It needs 900 MiB.", false));
    }

    @Test
    void aFaultOfOursIsAStateToo() {
        BackgroundModel model = session((_, _) -> {
            throw new IllegalStateException("oops");
        });
        model.load(FIRST);
        assertThatThrownBy(model::engine).hasMessageContaining("Nothing you wrote is lost");
    }

    @Test
    void aNewerRequestInterruptsAndReplacesAnOlderOne() throws Exception {
        ScriptedEngine wanted = ScriptedEngine.saying("second");
        CountDownLatch begun = new CountDownLatch(1);
        BackgroundModel model = session((request, _) -> {
            if (request.equals(SECOND)) return wanted;
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException replaced) {
                throw new EngineException.Failed("replaced");
            }
            throw new AssertionError();
        });
        model.load(FIRST);
        begun.await();
        model.load(SECOND);
        assertThat(model.engine().info()).isEqualTo(wanted.info());
        assertThat(model.state()).isInstanceOf(State.Ready.class);
    }

    @Test
    void theEarlierEngineIsClosedBeforeTheNextIsLoaded() throws EngineException {
        ScriptedEngine earlier = ScriptedEngine.saying("first");
        BackgroundModel model = session((request, _) -> {
            if (request.equals(FIRST)) return earlier;
            assertThat(earlier.isClosed()).isTrue();
            return ScriptedEngine.saying("second");
        });
        model.load(FIRST);
        model.engine();
        model.load(SECOND);
        model.engine();
        assertThat(earlier.isClosed()).isTrue();
    }

    @Test
    void aHostThatDiesWhileAnsweringLeavesARestartableState() throws EngineException {
        AtomicInteger loads = new AtomicInteger();
        BackgroundModel model = session((_, _) -> loads.incrementAndGet() == 1
                ? ScriptedEngine.failing(new EngineException.HostDied("It died."), "ha")
                : ScriptedEngine.saying("whole"));
        model.load(FIRST);
        var engine = model.engine();
        var prompt = new GenerationRequest(
                List.of(new ChatTurn(ChatTurn.Speaker.USER, "Hi")), Sampling.greedy(), 5, Optional.empty());
        assertThatThrownBy(() -> engine.generate(prompt, GenerationListener.NONE, new StopSignal()))
                .isInstanceOf(EngineException.HostDied.class);
        assertThat(model.state()).isEqualTo(new State.Failed(FIRST.model(), "It died.", true));
        model.restart();
        assertThat(model.engine()
                        .generate(prompt, GenerationListener.NONE, new StopSignal())
                        .text())
                .isEqualTo("whole");
    }

    @Test
    void aHostThatDiesWhileNobodyAsksIsNoticed() throws Exception {
        Process host = new ProcessBuilder("sleep", "60").start();
        BackgroundModel model = new BackgroundModel(ScriptedEngine.saying("x").loader(), _ -> Optional.of(host.pid()));
        open.add(model);
        CountDownLatch failed = new CountDownLatch(1);
        model.onState(state -> {
            if (state instanceof State.Failed) failed.countDown();
        });
        model.load(FIRST);
        model.engine();
        assertThat(model.hostPid()).contains(host.pid());
        host.destroyForcibly();
        failed.await();
        assertThat(model.state()).isInstanceOfSatisfying(State.Failed.class, state -> assertThat(state.restartable())
                .isTrue());
        assertThat(model.hostPid()).isEmpty();
    }

    @Test
    void closingEndsALoadAndWhoeverWaits() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        BackgroundModel model = session((_, _) -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException closed) {
                throw new EngineException.Failed("closed");
            }
            throw new AssertionError();
        });
        model.load(FIRST);
        begun.await();
        Thread closer = Thread.ofVirtual().start(model::close);
        assertThatThrownBy(model::engine).isInstanceOf(EngineException.class);
        closer.join();
    }

    private BackgroundModel session(EngineLoader loader) {
        BackgroundModel model = new BackgroundModel(loader, _ -> Optional.empty());
        open.add(model);
        return model;
    }
}
