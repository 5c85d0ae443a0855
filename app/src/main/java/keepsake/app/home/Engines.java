package keepsake.app.home;

import java.nio.file.Path;
import java.util.Optional;
import keepsake.runtime.catalogue.LocalModelFolder;
import keepsake.runtime.catalogue.ModelFolder;
import keepsake.runtime.engine.BudgetPreview;
import keepsake.runtime.engine.ChatEngine;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.EngineLoader;
import keepsake.runtime.host.HostedEngine;
import keepsake.runtime.host.HostedLoader;

/// Where model-runtime's classes are named.
final class Engines {
    private Engines() {}

    static EngineLoader hosted() {
        return new HostedLoader();
    }

    static BudgetPreview preview(Path model, int heldMib) throws EngineException.BadModel {
        return HostedLoader.preview(model, heldMib);
    }

    static Optional<Long> pid(ChatEngine engine) {
        return engine instanceof HostedEngine hosted ? Optional.of(hosted.pid()) : Optional.empty();
    }

    static ModelFolder modelFolder(Home home) {
        return new LocalModelFolder(home.models());
    }
}
