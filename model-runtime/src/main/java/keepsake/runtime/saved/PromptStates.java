package keepsake.runtime.saved;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The keys and values of prompts' beginnings, on disk: at most [#MOST_FILES] files and [#MOST_BYTES] together, the
/// least recently used ones go first. A file that is damaged is deleted when it is met. Threads and processes: any.
///
/// Persisting the state of the common prefix is what others measured as the largest gain in time to first token.
public final class PromptStates {
    public static final int MOST_FILES = 4;
    public static final long MOST_BYTES = 512L << 20;

    private static final String SUFFIX = ".prompt";

    private final Path generation;
    private final ModelPrint model;

    /// @param generation of a [SavedFolder]
    /// @param model      whose states to keep; those of others are not touched unless room is needed
    public PromptStates(Path generation, ModelPrint model) {
        this.generation = generation;
        this.model = model;
    }

    /// A state that was found, not yet read.
    public static final class Found {
        private final PromptStateFile file;
        private final int common;

        private Found(PromptStateFile file, int common) {
            this.file = file;
            this.common = common;
        }

        /// All tokens whose keys and values it holds.
        public int[] tokens() {
            return file.tokens().clone();
        }

        /// How many of them the prompt begins with.
        public int common() {
            return common;
        }

        /// Bytes of the state.
        public long size() {
            return file.size();
        }
    }

    /// The state that shares the longest beginning with a prompt; empty when none shares any.
    public Optional<Found> find(int[] prompt) throws IOException {
        Optional<Found> best = Optional.empty();
        for (Path path : files()) {
            Optional<PromptStateFile> file = open(path);
            if (file.isEmpty() || !file.get().belongsTo(model)) continue;
            int mismatch = Arrays.mismatch(file.get().tokens(), prompt);
            int common = mismatch < 0 ? prompt.length : mismatch;
            if (common > best.map(Found::common).orElse(0)) best = Optional.of(new Found(file.get(), common));
        }
        return best;
    }

    /// Reads a state and notes that it was used; empty when the file is damaged, which deletes it.
    ///
    /// @param arena owns the memory it is read into
    public Optional<MemorySegment> read(Found found, Arena arena) throws IOException {
        Path path = found.file.path();
        Optional<MemorySegment> payload = found.file.payload(arena);
        if (payload.isEmpty()) Files.deleteIfExists(path);
        else Files.setLastModifiedTime(path, FileTime.from(Instant.now()));
        return payload;
    }

    /// Deletes a state that turned out to be of no use.
    public void drop(Found found) throws IOException {
        Files.deleteIfExists(found.file.path());
    }

    /// Whether exactly these tokens are kept.
    public boolean has(int[] tokens) throws IOException {
        Path path = path(tokens);
        return Files.exists(path)
                && open(path)
                        .filter(file -> file.belongsTo(model) && Arrays.equals(file.tokens(), tokens))
                        .isPresent();
    }

    /// Keeps a state.
    ///
    /// @param state native memory
    /// @throws IOException when it could not be kept; nothing else is lost then
    public void save(int[] tokens, MemorySegment state) throws IOException {
        if (state.byteSize() > PromptStateFile.MOST_BYTES) throw new IOException("the state is too large to keep");
        SavedFolder.sweep(generation);
        PromptStateFile.write(path(tokens), model, tokens, state);
        bound();
    }

    private void bound() throws IOException {
        List<Path> newestFirst = files().stream()
                .sorted(Comparator.comparing(SavedFolder::lastUsed).reversed())
                .toList();
        long bytes = 0;
        for (int i = 0; i < newestFirst.size(); i++) {
            bytes += SavedFolder.size(newestFirst.get(i));
            if (i >= MOST_FILES || bytes > MOST_BYTES) Files.deleteIfExists(newestFirst.get(i));
        }
    }

    private static Optional<PromptStateFile> open(Path path) throws IOException {
        Optional<PromptStateFile> file = PromptStateFile.open(path);
        if (file.isEmpty()) Files.deleteIfExists(path);
        return file;
    }

    private List<Path> files() throws IOException {
        return SavedFolder.files(generation).stream()
                .filter(path -> String.valueOf(path.getFileName()).endsWith(SUFFIX))
                .toList();
    }

    private Path path(int[] tokens) {
        return generation.resolve(model.shortHash(tokens) + SUFFIX);
    }
}
