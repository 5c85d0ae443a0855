package keepsake.app.ui.gallery;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.stage.Stage;
import keepsake.app.home.Keepsake;
import keepsake.app.home.Settings;
import keepsake.app.home.Settings.Theme;
import keepsake.app.ui.HeadlessToolkit;
import keepsake.app.ui.chat.ChatModel;
import keepsake.app.ui.shell.KeepsakeWindow;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

/// The real window on an open Keepsake, for pictures. Threads: not the FX thread.
final class RealWindow implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 120;

    private final Stage stage;
    private final KeepsakeWindow window;
    private final FxRobot robot = new FxRobot();

    private RealWindow(Stage stage, KeepsakeWindow window) {
        this.stage = stage;
        this.window = window;
        robot.targetWindow(stage);
    }

    /// A look that pictures are taken in.
    ///
    /// @param name goes into file names
    record Look(String name, Theme theme, int width, int height) {
        /// Light and dark, usual and smallest size.
        static Look[] all() {
            return new Look[] {
                new Look("light", Theme.LIGHT, 1180, 760),
                new Look("small-light", Theme.LIGHT, 720, 480),
                new Look("dark", Theme.DARK, 1180, 760),
                new Look("small-dark", Theme.DARK, 720, 480)
            };
        }
    }

    static RealWindow open(Keepsake keepsake, Look look) {
        HeadlessToolkit.start();
        Settings.Choice now = keepsake.settings().choice();
        keepsake.settings()
                .choose(new Settings.Choice(
                        now.model(), now.engine(), now.budgetMib(), look.theme(), now.temperature()));
        return onFx(() -> {
            Stage stage = new Stage();
            KeepsakeWindow window = new KeepsakeWindow(stage, keepsake);
            stage.setWidth(look.width());
            stage.setHeight(look.height());
            window.open();
            return new RealWindow(stage, window);
        });
    }

    FxRobot robot() {
        return robot;
    }

    Parent root() {
        return stage.getScene().getRoot();
    }

    void openModel(Path model) {
        run(() -> window.openModel(model));
    }

    /// Presses the button of that selector.
    void press(String selector) {
        run(() -> ((ButtonBase) root().lookup(selector)).fire());
    }

    void save(Path picture) {
        Picture.write(onFx(() -> stage.getScene().snapshot(null)), picture);
    }

    static void run(Runnable work) {
        onFx(() -> {
            work.run();
            return true;
        });
    }

    static <T> T onFx(Callable<T> work) {
        return WaitForAsyncUtils.waitForAsyncFx(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS), work);
    }

    /// Lets answers and transitions end; only pictures depend on it.
    static void settle() {
        WaitForAsyncUtils.sleep(2, TimeUnit.SECONDS);
        WaitForAsyncUtils.waitForFxEvents();
    }

    @Override
    public void close() {
        ChatModel.finish(onFx(window::close));
        window.end();
        run(stage::close);
    }
}
