package keepsake.app.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import keepsake.app.home.EmbeddingChoice;
import keepsake.app.home.KeepsakeHome;
import keepsake.memory.Embedder;
import keepsake.runtime.catalogue.LocalModelFolder;
import keepsake.runtime.engine.EngineLoader;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Runs command lines in this process, on a home of its own, with everything real but the clock and the engine.
final class Commands {
    static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private final Path home;
    private final EngineLoader loader;
    private final Function<EmbeddingChoice, Optional<Embedder>> embedder;
    private final List<Optional<Path>> windows = new ArrayList<>();

    /// Memories are found by their words only.
    Commands(Path home, EngineLoader loader) {
        this(home, loader, _ -> Optional.empty());
    }

    Commands(Path home, EngineLoader loader, Function<EmbeddingChoice, Optional<Embedder>> embedder) {
        this.home = home;
        this.loader = loader;
        this.embedder = embedder;
    }

    /// @param out what went to standard output, as UTF-8
    record Result(int status, String out, String err) {
        JsonNode json() {
            return JsonMapper.shared().readTree(out);
        }
    }

    KeepsakeHome.Parts parts() {
        return new KeepsakeHome.Parts(
                InstantSource.fixed(NOW),
                ZoneOffset.UTC,
                loader,
                _ -> Optional.empty(),
                opened -> new LocalModelFolder(opened.models()),
                embedder);
    }

    /// Runs a command in the home.
    Result run(String... words) {
        return type("", words);
    }

    /// Runs a command in the home with standard input.
    Result type(String input, String... words) {
        List<String> line = new ArrayList<>(List.of(words));
        line.add(1, "--home");
        line.add(2, home.toString());
        return plain(input, line.toArray(String[]::new));
    }

    /// Runs exactly these words.
    Result plain(String input, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Surroundings around = new Surroundings(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Surroundings.Watcher.SCRIPT,
                parts(),
                asked -> {
                    windows.add(asked);
                    return 0;
                });
        int status = CommandLineApp.run(around, words);
        return new Result(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /// The homes that windows were opened on.
    List<Optional<Path>> windows() {
        return windows;
    }
}
