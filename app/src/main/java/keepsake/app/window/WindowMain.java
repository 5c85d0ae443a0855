package keepsake.app.window;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import javafx.application.Platform;
import javafx.stage.Stage;
import keepsake.app.home.Home;
import keepsake.app.home.HomeException;
import keepsake.app.home.Keepsake;
import keepsake.app.home.KeepsakeHome;
import keepsake.app.home.WindowLock;
import keepsake.app.ui.chat.ChatModel;
import keepsake.app.ui.shell.KeepsakeWindow;
import keepsake.memory.Memory;
import keepsake.memory.MemoryException;

/// Opens the window.
///
/// The calling thread opens the home while JavaFX starts, waits for the window to be closed, and closes the home: the
/// FX thread waits for neither.
public final class WindowMain {
    private WindowMain() {}

    /// Opens the window on a home and returns when it was closed. A home whose window is open already brings that one
    /// to the front.
    ///
    /// @return the exit status
    public static int open(Optional<Path> asked) {
        Home home = Home.locate(asked);
        Optional<WindowLock> lock = WindowLock.take(home);
        if (lock.isEmpty()) {
            System.out.println(WindowLock.askToRaise(home));
            return 0;
        }
        CompletableFuture<Boolean> started;
        try {
            started = startToolkit();
        } catch (UnsupportedOperationException noScreen) {
            lock.get().close();
            System.err.println("There is no screen to open the window on (" + noScreen.getMessage()
                    + "). Start Keepsake in a desktop session, or use its commands: 'keepsake --help' lists them.");
            return 1;
        }
        try (Keepsake keepsake = opened(home, lock.get())) {
            started.join();
            show(keepsake, lock.get());
            return 0;
        } catch (HomeException | MemoryException problem) {
            started.join();
            System.err.println(problem.getMessage());
            await(new ProblemWindow(String.valueOf(problem.getMessage()))::show);
            return 1;
        }
    }

    private static Keepsake opened(Home home, WindowLock lock) {
        try {
            return KeepsakeHome.open(home, lock);
        } catch (HomeException | MemoryException problem) {
            lock.close();
            throw problem;
        }
    }

    private static CompletableFuture<Boolean> startToolkit() {
        CompletableFuture<Boolean> started = new CompletableFuture<>();
        Platform.startup(() -> started.complete(true));
        Platform.setImplicitExit(false);
        return started;
    }

    private static void show(Keepsake keepsake, WindowLock lock) {
        AtomicReference<List<CompletableFuture<?>>> endings = new AtomicReference<>(List.of());
        AtomicReference<Optional<KeepsakeWindow>> shown = new AtomicReference<>(Optional.empty());
        await(closed -> {
            Stage stage = new Stage();
            KeepsakeWindow window = new KeepsakeWindow(stage, keepsake);
            shown.set(Optional.of(window));
            stage.setOnCloseRequest(_ -> {
                endings.set(window.close());
                closed.run();
            });
            window.open();
            keepsake.memory().embedding().start();
            index(keepsake.memory());
            lock.onRaise(() -> Platform.runLater(window::raise));
        });
        ChatModel.finish(endings.get());
        shown.get().ifPresent(KeepsakeWindow::end);
    }

    /// After an import or an upgrade there is much to index; the first question should not wait for it.
    private static void index(Memory memory) {
        Thread indexing = new Thread(
                () -> {
                    try {
                        memory.recall().prepare();
                    } catch (MemoryException closedOrFull) {
                        // What is missing is indexed with the next question, which says what is wrong.
                    }
                },
                "keepsake-index");
        indexing.setDaemon(true);
        indexing.start();
    }

    /// Runs on the FX thread and waits until it says that it is over.
    private static void await(java.util.function.Consumer<Runnable> windowed) {
        CountDownLatch over = new CountDownLatch(1);
        AtomicReference<Optional<RuntimeException>> defect = new AtomicReference<>(Optional.empty());
        Platform.runLater(() -> {
            try {
                windowed.accept(over::countDown);
            } catch (RuntimeException broken) {
                defect.set(Optional.of(broken));
                over.countDown();
            }
        });
        try {
            over.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
        defect.get().ifPresent(broken -> {
            throw broken;
        });
    }
}
