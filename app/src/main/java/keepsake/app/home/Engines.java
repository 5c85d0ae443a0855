package keepsake.app.home;

import java.util.Optional;
import keepsake.runtime.catalogue.LocalModelFolder;
import keepsake.runtime.catalogue.ModelFolder;
import keepsake.runtime.engine.ChatEngine;
import keepsake.runtime.engine.EngineLoader;
import keepsake.runtime.host.HostedEngine;
import keepsake.runtime.host.HostedLoader;

/// Where model-runtime's classes are named.
final class Engines {
    private Engines() {}

    static EngineLoader hosted() {
        return new HostedLoader();
    }

    static Optional<Long> pid(ChatEngine engine) {
        return engine instanceof HostedEngine hosted ? Optional.of(hosted.pid()) : Optional.empty();
    }

    static ModelFolder modelFolder(Home home) {
        return new LocalModelFolder(home.models());
    }
}
