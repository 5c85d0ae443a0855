package keepsake.app.ui;

import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import keepsake.app.home.Home;
import keepsake.app.home.Keepsake;
import keepsake.app.home.KeepsakeHome;
import keepsake.runtime.catalogue.LocalModelFolder;
import keepsake.runtime.catalogue.ModelFolder;
import keepsake.runtime.engine.EngineLoader;

/// A real home whose engine says what a test wants.
public final class TestKeepsake {
    private TestKeepsake() {}

    public static Keepsake open(Path folder, EngineLoader engine) {
        return open(folder, engine, new LocalModelFolder(folder.resolve("home/models")));
    }

    public static Keepsake open(Path folder, EngineLoader engine, ModelFolder models) {
        return KeepsakeHome.open(
                Home.locate(Optional.of(folder.resolve("home"))),
                new KeepsakeHome.Parts(Clock.systemUTC(), ZoneOffset.UTC, engine, _ -> Optional.empty(), _ -> models),
                Optional.empty());
    }

    /// What is on disk.
    public static List<String> said(Keepsake keepsake, long conversation) {
        return keepsake.memory().conversations().messages(conversation).stream()
                .map(message -> message.text())
                .toList();
    }
}
