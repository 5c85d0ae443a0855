package keepsake.app.ui.gallery;

import static keepsake.app.ui.gallery.RealWindow.run;
import static keepsake.app.ui.gallery.RealWindow.settle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import keepsake.app.home.Keepsake;
import keepsake.app.ui.gallery.RealWindow.Look;
import keepsake.memory.Memory;

/// Draws what reflection made of a sample home in the real window, light and dark, usual and smallest size, into
/// `FOLDER`. Argument: the folder.
public final class ReflectionScreenshots {
    private final RealWindow window;
    private final Path folder;
    private final String name;

    private ReflectionScreenshots(RealWindow window, Path folder, String name) {
        this.window = window;
        this.folder = folder;
        this.name = name;
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Files.createDirectories(folder);
        for (Look look : Look.all()) {
            SampleClock clock = new SampleClock();
            try (Keepsake keepsake = SampleHome.empty(Files.createTempDirectory("keepsake-screenshots"), clock)) {
                SampleHome.fill(keepsake, clock);
                chat(keepsake.memory(), clock);
                clock.advance(Duration.ofDays(1));
                try (RealWindow window = RealWindow.open(keepsake, look)) {
                    new ReflectionScreenshots(window, folder, look.name()).takeAll();
                }
            }
        }
        System.exit(0);
    }

    private static void chat(Memory memory, SampleClock clock) {
        long talk = memory.conversations().start().id();
        for (String said : List.of(
                "I play the oboe in a small orchestra.",
                "We rehearse on Thursdays, and the next concert is in June.",
                "I prefer tea to coffee, by the way.",
                "I was born in Porto.")) {
            clock.advance(Duration.ofMinutes(2));
            memory.conversations().say(talk, said);
        }
    }

    private void takeAll() {
        settle();
        window.robot().push(KeyCode.CONTROL, KeyCode.J);
        save("reflection-empty");
        window.press("#think-now");
        settle();
        save("reflection-changes");
        run(() -> ((ScrollPane) window.root().lookup("#reflection-page .scroll-pane")).setVvalue(0.3));
        save("reflection-more");
        tab("About you");
        tab("Episodes");
        tab("Known when");
    }

    private void tab(String text) {
        run(() -> window.root().lookupAll("#reflection-page .toggle-button").stream()
                .map(ToggleButton.class::cast)
                .filter(button -> button.getText().equals(text))
                .forEach(ToggleButton::fire));
        save("reflection-" + text.toLowerCase(java.util.Locale.ROOT).replace(' ', '-'));
    }

    private void save(String what) {
        settle();
        window.save(folder.resolve(what + "-" + name + ".png"));
    }
}
