package keepsake.app.ui.shell;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

/// The keyboard. A key is taken before any control sees it, so that it works wherever the caret is.
final class Shortcuts {
    private final Map<KeyCombination, Runnable> actions = new LinkedHashMap<>();

    Shortcuts on(KeyCode key, Runnable action, KeyCombination.Modifier... more) {
        KeyCombination.Modifier[] all = new KeyCombination.Modifier[more.length + 1];
        all[0] = KeyCombination.SHORTCUT_DOWN;
        System.arraycopy(more, 0, all, 1, more.length);
        actions.put(new KeyCodeCombination(key, all), action);
        return this;
    }

    /// @param free whether they count now: not while a question lies over the window
    void install(Scene scene, BooleanSupplier free) {
        scene.addEventFilter(KeyEvent.KEY_PRESSED, event -> actions.entrySet().stream()
                .filter(shortcut -> shortcut.getKey().match(event) && free.getAsBoolean())
                .findFirst()
                .ifPresent(shortcut -> {
                    shortcut.getValue().run();
                    event.consume();
                }));
    }
}
