package keepsake.app.home;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import keepsake.runtime.catalogue.InstalledModel;
import keepsake.runtime.catalogue.ModelFolder;
import keepsake.runtime.engine.LoadRequest;

/// Which model to load when nobody said. The window and the commands choose alike.
public final class ModelChoice {
    private static final String STARTER = "starter";

    private ModelChoice() {}

    /// The one chosen in the settings if it is still there, else the starter, else the only one there is.
    public static Optional<Path> usual(Settings settings, ModelFolder models) {
        List<InstalledModel> installed = models.list();
        return settings.choice()
                .model()
                .filter(Files::isReadable)
                .or(() -> installed.stream()
                        .filter(model -> model.id().equals(STARTER))
                        .map(InstalledModel::path)
                        .findFirst())
                .or(() ->
                        installed.size() == 1 ? Optional.of(installed.getFirst().path()) : Optional.empty());
    }

    /// How to load a model with the engine and budget of the settings.
    public static LoadRequest request(Path model, Settings settings) {
        Settings.Choice choice = settings.choice();
        return new LoadRequest(
                model, choice.engine(), choice.budgetMib(), OptionalInt.empty(), LoadRequest.DEFAULT_CONTEXT);
    }
}
