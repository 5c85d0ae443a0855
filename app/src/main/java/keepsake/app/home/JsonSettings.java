package keepsake.app.home;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import keepsake.runtime.engine.EngineKind;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Settings in `HOME/settings.json`.
///
/// Keys: `model` (a path; relative ones are relative to the home, so that a home can be moved), `engine`,
/// `budget_mib`, `theme`, `temperature`, `embedding_model` (`builtin`, `none`, or a folder as for `model`), `reflect`
/// (`never`, `on_mains`, `on_battery_too`). Keys this version does not know are kept; a value it cannot use counts as
/// not
/// set. A file that is no JSON object is set aside under another name and the defaults apply.
final class JsonSettings implements Settings {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private static final String BUILT_IN = "builtin";
    private static final String NONE = "none";

    private final Home home;
    private final Path file;
    private final InstantSource clock;
    private Choice choice;
    private EmbeddingChoice embedding = new EmbeddingChoice.BuiltIn();
    private Reflecting reflecting = Reflecting.ON_MAINS;
    private Optional<String> notice = Optional.empty();

    private JsonSettings(Home home, InstantSource clock) {
        this.home = home;
        this.file = home.directory().resolve("settings.json");
        this.clock = clock;
        this.choice = Choice.DEFAULT;
    }

    static JsonSettings open(Home home, InstantSource clock) {
        JsonSettings settings = new JsonSettings(home, clock);
        ObjectNode json = settings.load();
        settings.choice = settings.read(json);
        settings.embedding = settings.embedding(json);
        settings.reflecting = named(Reflecting.values(), text(json, "reflect")).orElse(settings.reflecting);
        return settings;
    }

    @Override
    public synchronized Choice choice() {
        return choice;
    }

    @Override
    public synchronized Optional<String> notice() {
        return notice;
    }

    @Override
    public synchronized void choose(Choice chosen) {
        ObjectNode json = load();
        put(json, "model", chosen.model().map(this::relative));
        put(json, "engine", chosen.engine().map(EngineKind::id));
        if (chosen.budgetMib().isPresent()) {
            json.put("budget_mib", chosen.budgetMib().getAsInt());
        } else {
            json.remove("budget_mib");
        }
        json.put("theme", id(chosen.theme()));
        json.put("temperature", chosen.temperature());
        write(json);
        choice = chosen;
    }

    @Override
    public synchronized EmbeddingChoice embedding() {
        return embedding;
    }

    @Override
    public synchronized void choose(EmbeddingChoice chosen) {
        ObjectNode json = load();
        json.put(
                "embedding_model",
                switch (chosen) {
                    case EmbeddingChoice.BuiltIn() -> BUILT_IN;
                    case EmbeddingChoice.None() -> NONE;
                    case EmbeddingChoice.Folder(var folder) -> relative(folder);
                });
        write(json);
        embedding = chosen;
    }

    @Override
    public synchronized Reflecting reflecting() {
        return reflecting;
    }

    @Override
    public synchronized void choose(Reflecting when) {
        ObjectNode json = load();
        json.put("reflect", id(when));
        write(json);
        reflecting = when;
    }

    private static String id(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static <T extends Enum<T>> Optional<T> named(T[] values, Optional<String> id) {
        return Arrays.stream(values)
                .filter(value -> id.equals(Optional.of(id(value))))
                .findFirst();
    }

    private EmbeddingChoice embedding(ObjectNode json) {
        String chosen = text(json, "embedding_model").orElse(BUILT_IN);
        return switch (chosen) {
            case BUILT_IN -> new EmbeddingChoice.BuiltIn();
            case NONE -> new EmbeddingChoice.None();
            default ->
                absolute(chosen)
                        .<EmbeddingChoice>map(EmbeddingChoice.Folder::new)
                        .orElse(new EmbeddingChoice.BuiltIn());
        };
    }

    private void write(ObjectNode json) {
        try {
            OwnedFile.write(file, JSON.writeValueAsString(json) + "\n");
        } catch (IOException refused) {
            throw new HomeException(
                    HomeException.Reason.FAILED,
                    "The settings could not be saved to " + file + " (is the disk full or the folder read-only?). The"
                            + " earlier settings are still there.",
                    refused);
        }
    }

    private static void put(ObjectNode json, String key, Optional<String> value) {
        value.ifPresentOrElse(text -> json.put(key, text), () -> json.remove(key));
    }

    private ObjectNode load() {
        if (!Files.exists(file)) return JSON.createObjectNode();
        try {
            if (JSON.readTree(Files.readString(file)) instanceof ObjectNode object) return object;
            return setAside();
        } catch (JacksonException | java.nio.charset.CharacterCodingException noJson) {
            return setAside();
        } catch (IOException unreadable) {
            throw new HomeException(
                    HomeException.Reason.FAILED,
                    "The settings in " + file + " cannot be read. They were left as they are. Allow reading the file,"
                            + " or move it away to start with the usual settings.",
                    unreadable);
        }
    }

    private ObjectNode setAside() {
        Path aside = file.resolveSibling("settings.damaged-" + clock.instant().getEpochSecond() + ".json");
        try {
            Files.move(file, aside);
            notice = Optional.of("The settings were damaged and are kept as " + aside.getFileName()
                    + "; the usual settings apply. Your memory is not affected.");
        } catch (IOException stuck) {
            throw new HomeException(
                    HomeException.Reason.FAILED,
                    "The settings in " + file + " are damaged and could not be set aside. Your memory is not"
                            + " affected. Move the file away by hand.",
                    stuck);
        }
        return JSON.createObjectNode();
    }

    private Choice read(ObjectNode json) {
        return new Choice(
                text(json, "model").flatMap(this::absolute),
                text(json, "engine").flatMap(JsonSettings::engine),
                budget(json.path("budget_mib")),
                named(Theme.values(), text(json, "theme")).orElse(Choice.DEFAULT.theme()),
                temperature(json.path("temperature")));
    }

    private static Optional<String> text(ObjectNode json, String key) {
        JsonNode value = json.path(key);
        return value.isString() && !value.stringValue().isBlank() ? Optional.of(value.stringValue()) : Optional.empty();
    }

    private static OptionalInt budget(JsonNode value) {
        return value.isInt() && value.intValue() > 0 ? OptionalInt.of(value.intValue()) : OptionalInt.empty();
    }

    private static double temperature(JsonNode value) {
        return value.isNumber() && value.doubleValue() >= 0 && value.doubleValue() <= 2
                ? value.doubleValue()
                : Choice.DEFAULT.temperature();
    }

    private static Optional<EngineKind> engine(String id) {
        for (EngineKind kind : EngineKind.values()) if (kind.id().equals(id)) return Optional.of(kind);
        return Optional.empty();
    }

    private String relative(Path model) {
        Path whole = model.toAbsolutePath().normalize();
        return whole.startsWith(home.directory())
                ? home.directory().relativize(whole).toString().replace('\\', '/')
                : whole.toString();
    }

    private Optional<Path> absolute(String model) {
        try {
            return Optional.of(home.directory().resolve(model).normalize());
        } catch (InvalidPathException fromAnotherSystem) {
            return Optional.empty();
        }
    }
}
