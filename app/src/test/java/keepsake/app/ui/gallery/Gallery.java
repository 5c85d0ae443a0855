package keepsake.app.ui.gallery;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import atlantafx.base.theme.Theme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.stage.Stage;
import javafx.util.Duration;
import keepsake.app.assistant.StreamedScript;
import keepsake.app.home.Keepsake;
import keepsake.app.ui.TestKeepsake;
import keepsake.app.ui.background.Background;
import keepsake.app.ui.identity.IdentityPage;
import keepsake.app.ui.memory.AskedToErase;
import keepsake.app.ui.memory.MemoryPanel;
import keepsake.app.ui.model.ModelDesk;
import keepsake.app.ui.model.SpeedModel;
import keepsake.app.ui.model.SpeedPanel;
import keepsake.runtime.engine.MemoryBudget;
import keepsake.runtime.gguf.TinyModels;

/// Draws the parts of the window, light and dark, narrow and wide, into the folder given as the argument.
public final class Gallery extends Application {
    private static final Duration SETTLED = Duration.millis(700);

    private final Queue<Runnable> pictures = new ArrayDeque<>();
    private Optional<Stage> window = Optional.empty();
    private Optional<Keepsake> lived = Optional.empty();
    private Optional<Keepsake> fresh = Optional.empty();
    private Optional<Keepsake> streamed = Optional.empty();
    private Optional<Path> folder = Optional.empty();

    public static void main(String[] arguments) {
        launch(Gallery.class, arguments);
    }

    @Override
    public void start(Stage stage) throws Exception {
        Path out = Path.of(getParameters().getRaw().getFirst());
        String only =
                getParameters().getRaw().size() > 1 ? getParameters().getRaw().get(1) : "";
        Files.createDirectories(out);
        Path home = Files.createTempDirectory("keepsake-gallery");
        SampleClock clock = new SampleClock();
        Keepsake full = SampleHome.empty(home.resolve("lived"), clock);
        SampleHome.fill(full, clock);
        lived = Optional.of(full);
        fresh = Optional.of(SampleHome.empty(home.resolve("fresh"), clock));
        window = Optional.of(stage);
        folder = Optional.of(out);
        if (only.isEmpty() || only.equals("memory")) memory();
        if (only.isEmpty() || only.equals("identity")) identity();
        if (only.isEmpty() || only.equals("speed")) speed(home.resolve("streamed"));
        next();
    }

    private void memory() {
        both("memory-340", 340, 720, lived.orElseThrow(), this::panel, panel -> {});
        both("memory-280", 280, 600, lived.orElseThrow(), this::panel, panel -> fire(panel, 1));
        both("memory-900", 900, 600, lived.orElseThrow(), this::panel, panel -> {});
        both("memory-none", 340, 600, lived.orElseThrow(), this::panel, panel -> search(panel, "submarine"));
        both("memory-empty", 340, 600, fresh.orElseThrow(), this::panel, panel -> {});
    }

    private void identity() {
        both("identity-720", 720, 900, lived.orElseThrow(), this::page, page -> {});
        both("identity-480", 480, 900, lived.orElseThrow(), this::page, page -> {});
        both("identity-1000", 1000, 900, lived.orElseThrow(), this::page, page -> refuse(page));
        both("identity-export", 720, 900, lived.orElseThrow(), this::page, page -> bottom(page));
        both("identity-empty", 720, 600, fresh.orElseThrow(), this::page, page -> bottom(page));
    }

    /// With a model given as the third argument, else with a tiny one.
    private void speed(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path model = getParameters().getRaw().size() > 2
                ? Path.of(getParameters().getRaw().get(2))
                : TinyModels.olmoe(folder.resolve("tiny.gguf"), 3);
        MemoryBudget budget = new MemoryBudget(1050, 480, 300, 112, 56, 92);
        Keepsake keepsake = TestKeepsake.open(folder, StreamedScript.loader(budget, new CountDownLatch(0)));
        streamed = Optional.of(keepsake);
        List<SpeedModel> shown = new ArrayList<>();
        BiFunction<Keepsake, Background, Parent> part = (open, background) -> {
            ModelDesk desk = new ModelDesk(open, background, Platform::runLater);
            SpeedModel speed = new SpeedModel(open, background, desk, new NoAnswers());
            shown.add(speed);
            desk.open(model);
            SpeedPanel panel = new SpeedPanel(speed, () -> {}, () -> {});
            panel.getStylesheets().add("/keepsake/app/ui/keepsake.css");
            panel.getStyleClass().add("root");
            return panel;
        };
        Consumer<Parent> answer = panel -> shown.getLast().answered(StreamedScript.STATS);
        both("speed-empty", 340, 710, keepsake, part, panel -> {});
        both("speed-340", 340, 710, keepsake, part, answer);
        both("speed-whole", 340, 1000, keepsake, part, answer);
        both("speed-refused", 340, 1000, keepsake, part, panel -> ((TextField) panel.lookup(".text-field"))
                .setText("300"));
    }

    private static final class NoAnswers implements SpeedModel.Answers {
        @Override
        public boolean running() {
            return false;
        }

        @Override
        public List<CompletableFuture<?>> stop() {
            return List.of();
        }
    }

    private Parent page(Keepsake keepsake, Background background) {
        return new IdentityPage(keepsake, background, (conversation, message) -> {});
    }

    private static void refuse(Parent root) {
        TextField phone = (TextField) root.lookup("#field-tel");
        phone.requestFocus();
        phone.setText("call me");
        root.lookup("#field-email").requestFocus();
    }

    private static void bottom(Parent root) {
        ((ScrollPane) root.lookup(".scroll-pane")).setVvalue(1);
    }

    private Parent panel(Keepsake keepsake, Background background) {
        return new MemoryPanel(keepsake, background, (conversation, message) -> {}, new AskedToErase());
    }

    private static void fire(Parent root, int card) {
        ((Button) root.lookupAll(".fact-card .foot .button").stream()
                        .skip(card)
                        .findFirst()
                        .orElseThrow())
                .fire();
    }

    private static void search(Parent root, String text) {
        ((TextField) root.lookup(".custom-text-field")).setText(text);
    }

    private void both(
            String name,
            int width,
            int height,
            Keepsake keepsake,
            BiFunction<Keepsake, Background, Parent> part,
            Consumer<Parent> act) {
        picture(name + "-light", new PrimerLight(), width, height, keepsake, part, act);
        picture(name + "-dark", new PrimerDark(), width, height, keepsake, part, act);
    }

    private void picture(
            String name,
            Theme theme,
            int width,
            int height,
            Keepsake keepsake,
            BiFunction<Keepsake, Background, Parent> part,
            Consumer<Parent> act) {
        pictures.add(() -> {
            setUserAgentStylesheet(theme.getUserAgentStylesheet());
            Background background = new Background(Platform::runLater);
            Parent root = part.apply(keepsake, background);
            Scene scene = new Scene(root, width, height);
            Stage stage = window.orElseThrow();
            stage.setScene(scene);
            stage.show();
            after(() -> {
                act.accept(root);
                after(() -> {
                    Picture.write(scene.snapshot(null), folder.orElseThrow().resolve(name + ".png"));
                    background.close();
                    next();
                });
            });
        });
    }

    private static void after(Runnable step) {
        PauseTransition pause = new PauseTransition(SETTLED);
        pause.setOnFinished(event -> step.run());
        pause.play();
    }

    private void next() {
        Runnable picture = pictures.poll();
        if (picture != null) {
            picture.run();
        } else {
            lived.ifPresent(Keepsake::close);
            fresh.ifPresent(Keepsake::close);
            streamed.ifPresent(Keepsake::close);
            Platform.exit();
        }
    }
}
