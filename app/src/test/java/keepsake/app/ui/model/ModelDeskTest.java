package keepsake.app.ui.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import keepsake.app.assistant.ModelSession.State;
import keepsake.app.assistant.ScriptedEngine;
import keepsake.app.home.Keepsake;
import keepsake.app.ui.TestKeepsake;
import keepsake.app.ui.UiThread;
import keepsake.app.ui.model.ModelDesk.Download;
import keepsake.runtime.catalogue.DownloadException;
import keepsake.runtime.catalogue.InstalledModel;
import keepsake.runtime.catalogue.ModelFolder;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.EngineKind;
import keepsake.runtime.engine.EngineLoader;
import keepsake.runtime.engine.StopSignal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ModelDeskTest {
    @TempDir
    Path folder;

    private final UiThread thread = new UiThread();
    private Optional<Keepsake> opened = Optional.empty();

    private ModelDesk desk(EngineLoader engine, ModelFolder models) {
        Keepsake keepsake = TestKeepsake.open(folder, engine, models);
        opened = Optional.of(keepsake);
        return new ModelDesk(keepsake, thread.background(), thread);
    }

    @AfterEach
    void close() {
        thread.close();
        opened.ifPresent(Keepsake::close);
    }

    /// One offer; what getting it does is written down beforehand.
    private final class OneOffer implements ModelFolder {
        private final Queue<Getting> gettings = new ArrayDeque<>();
        private final Path model = folder.resolve("script.gguf");

        private OneOffer then(Getting getting) {
            gettings.add(getting);
            return this;
        }

        @Override
        public List<InstalledModel> list() {
            return List.of();
        }

        @Override
        public Optional<Path> find(String idOrPath) {
            return Optional.empty();
        }

        @Override
        public List<Offer> offers() {
            return List.of(new Offer("starter", "Starter", "Small.", 1_100_000_000, 2_400_000_000L, false, false));
        }

        @Override
        public Path get(String id, DownloadListener listener, StopSignal stop) throws DownloadException {
            gettings.remove().go(listener, stop);
            return model;
        }
    }

    private interface Getting {
        void go(ModelFolder.DownloadListener listener, StopSignal stop) throws DownloadException;
    }

    private static ModelFolder.DownloadProgress half() {
        return new ModelFolder.DownloadProgress("Downloading", 1, 2, "part 1 of 2");
    }

    @Test
    void anEmptyHomeNeedsAModelAndGettingItLoadsIt() {
        ModelDesk desk = desk(
                ScriptedEngine.saying("Hi").loader(),
                new OneOffer().then((listener, _) -> listener.onProgress(half())));
        assertThat(desk.view().get().needsModel()).isFalse(); // nobody looked yet
        desk.start();
        thread.until(() -> desk.view().get().needsModel());
        desk.get(desk.view().get().shelf().offers().getFirst());
        assertThat(desk.view().get().download()).isInstanceOf(Download.Running.class);
        thread.until(() -> desk.view().get().session() instanceof State.Ready);
        assertThat(desk.view().get().download()).isEqualTo(new Download.None());
        assertThat(desk.view().get().needsModel()).isFalse();
    }

    @Test
    void aDownloadIsPausedAndGoesOn() {
        CountDownLatch begun = new CountDownLatch(1);
        ModelDesk desk = desk(
                ScriptedEngine.saying("Hi").loader(),
                new OneOffer()
                        .then((listener, stop) -> {
                            CountDownLatch paused = new CountDownLatch(1);
                            stop.onRaise(paused::countDown);
                            listener.onProgress(half());
                            begun.countDown();
                            await(paused);
                            throw new DownloadException.Paused("Paused.");
                        })
                        .then((_, _) -> {}));
        desk.start();
        thread.until(() -> desk.view().get().needsModel());
        ModelFolder.Offer offer = desk.view().get().shelf().offers().getFirst();
        desk.get(offer);
        await(begun);
        desk.pause();
        thread.until(() -> desk.view().get().download() instanceof Download.Paused);
        DownloadWords words = DownloadWords.of(desk.view().get().download(), offer);
        assertThat(words.action()).isEqualTo("Resume");
        assertThat(words.share()).isEqualTo(0.5);
        assertThat(words.detail()).contains("part 1 of 2");
        desk.get(offer);
        thread.until(() -> desk.view().get().session() instanceof State.Ready);
    }

    @Test
    void aFailedDownloadSaysWhyAndCanBeTriedAgain() {
        ModelDesk desk = desk(ScriptedEngine.saying("Hi").loader(), new OneOffer().then((_, _) -> {
                    throw new DownloadException("The disk is full. Nothing was downloaded.");
                }));
        desk.start();
        thread.until(() -> desk.view().get().needsModel());
        ModelFolder.Offer offer = desk.view().get().shelf().offers().getFirst();
        desk.get(offer);
        thread.until(() -> desk.view().get().download() instanceof Download.Failed);
        DownloadWords words = DownloadWords.of(desk.view().get().download(), offer);
        assertThat(words.problem()).contains("The disk is full. Nothing was downloaded.");
        assertThat(words.step()).isEqualTo(DownloadWords.Step.GET);
    }

    @Test
    void aFileThatCannotBeLoadedIsNotTriedAgainAtTheNextStart() {
        ModelDesk desk = desk(
                (_, _) -> {
                    throw new EngineException.BadModel("That is no model.");
                },
                new OneOffer());
        desk.start();
        thread.until(() -> desk.view().get().needsModel());
        desk.open(folder.resolve("letter.gguf"));
        thread.until(() -> desk.view().get().session() instanceof State.Failed);
        assertThat(desk.view().get().needsModel()).isTrue();
        assertThat(opened.orElseThrow().settings().choice().model()).isEmpty();
    }

    @Test
    void whatIsLoadedWithOtherChoicesIsKept() throws Exception {
        Path model = Files.createFile(folder.resolve("other.gguf"));
        ModelDesk desk = desk(ScriptedEngine.saying("Hi").loader(), new OneOffer());
        desk.load(model, Optional.of(EngineKind.FALLBACK), OptionalInt.of(900));
        thread.until(() -> desk.view().get().session() instanceof State.Ready);
        var asked = desk.view().get().request().orElseThrow();
        assertThat(asked.engine()).contains(EngineKind.FALLBACK);
        assertThat(asked.budgetMib()).hasValue(900);
        assertThat(opened.orElseThrow().settings().choice().engine()).contains(EngineKind.FALLBACK);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
