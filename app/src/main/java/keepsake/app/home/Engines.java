package keepsake.app.home;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import keepsake.runtime.catalogue.DownloadException;
import keepsake.runtime.catalogue.InstalledModel;
import keepsake.runtime.catalogue.ModelFolder;
import keepsake.runtime.engine.ChatEngine;
import keepsake.runtime.engine.EngineLoader;
import keepsake.runtime.engine.StopSignal;
import keepsake.runtime.host.HostedEngine;
import keepsake.runtime.host.HostedLoader;

/// Where model-runtime's classes are named. TODO until the model host and the catalogue are merged.
final class Engines {
    private Engines() {}

    static EngineLoader hosted() {
        return new HostedLoader();
    }

    static Optional<Long> pid(ChatEngine engine) {
        return engine instanceof HostedEngine hosted ? Optional.of(hosted.pid()) : Optional.empty();
    }

    static ModelFolder modelFolder(Home home) {
        return new ModelFolder() {
            @Override
            public List<InstalledModel> list() {
                return List.of();
            }

            @Override
            public Optional<Path> find(String idOrPath) {
                Path file = home.models().resolve(idOrPath);
                return java.nio.file.Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
            }

            @Override
            public List<Offer> offers() {
                return List.of();
            }

            @Override
            public Path get(String id, DownloadListener listener, StopSignal stop) throws DownloadException {
                throw new DownloadException("This build cannot download models.");
            }
        };
    }
}
