package keepsake.runtime.saved;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import keepsake.runtime.residency.ExpertCache;

/// How often each expert of a model was used: numbers only, neither words nor their order. When one of them passes
/// [#MOST] all are halved, so that what was used lately counts more and the file stays small. Threads: one at a time.
///
/// The file, little-endian, two bytes for each expert:
///
/// ```
/// file    := magic version layers experts print counts check
/// magic   := "KEEPUSED"
/// version := u32, 1
/// print   := 32 bytes, ModelPrint
/// counts  := layers × experts × u16
/// check   := u32, CRC-32C of all before it
/// ```
public final class ExpertUse {
    static final int MOST = 20_000;

    static final String SUFFIX = ".experts";
    private static final int MOST_FILES = 8;
    private static final byte[] MAGIC = "KEEPUSED".getBytes(US_ASCII);
    private static final int VERSION = 1;
    private static final int HEAD = MAGIC.length + 3 * 4 + 32;

    private final int layers;
    private final int experts;
    private final int[] counts;

    /// No uses yet.
    ///
    /// @param layers  of the model
    /// @param experts per layer
    public ExpertUse(int layers, int experts) {
        this.layers = layers;
        this.experts = experts;
        this.counts = new int[layers * experts];
    }

    /// One more use.
    public void count(int layer, int expert) {
        if (++counts[layer * experts + expert] <= MOST) return;
        for (int i = 0; i < counts.length; i++) counts[i] /= 2;
    }

    /// Adds the uses of another time.
    public void add(ExpertUse other) {
        for (int i = 0; i < counts.length; i++) counts[i] += other.counts[i];
        int largest = Arrays.stream(counts).max().orElse(0);
        int divisor = Math.ceilDiv(largest, MOST);
        if (divisor > 1) for (int i = 0; i < counts.length; i++) counts[i] /= divisor;
    }

    public int uses(ExpertCache.Key key) {
        return counts[key.layer() * experts + key.expert()];
    }

    /// The experts that were used, most used first.
    public List<ExpertCache.Key> ranked() {
        List<ExpertCache.Key> used = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) used.add(new ExpertCache.Key(i / experts, i % experts));
        }
        used.sort(Comparator.comparingInt(this::uses).reversed());
        return used;
    }

    /// What was counted for a model; empty when nothing was, or the file is damaged.
    ///
    /// @param generation of a [SavedFolder]
    public static Optional<ExpertUse> read(Path generation, ModelPrint model, int layers, int experts)
            throws IOException {
        Path path = path(generation, model);
        byte[] bytes;
        try {
            if (Files.size(path) != HEAD + 2L * layers * experts + 4) throw new NoSuchFileException("of this shape");
            bytes = Files.readAllBytes(path);
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        ExpertUse use = new ExpertUse(layers, experts);
        boolean whole = in.slice(0, HEAD).equals(use.head(model).flip())
                && in.getInt(bytes.length - 4) == check(in.slice(0, bytes.length - 4));
        if (!whole) return Optional.empty();
        for (int i = 0; i < use.counts.length; i++) use.counts[i] = in.getShort(HEAD + 2 * i) & 0xffff;
        return Optional.of(use);
    }

    /// Replaces what was kept for the model; the least recently written of more than [#MOST_FILES] models goes.
    public void write(Path generation, ModelPrint model) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(HEAD + 2 * counts.length + 4).order(ByteOrder.LITTLE_ENDIAN);
        out.put(head(model).flip());
        for (int count : counts) out.putShort((short) Math.min(count, MOST));
        out.putInt(check(out.duplicate().flip())).flip();
        SavedFolder.write(path(generation, model), List.of(out));
        List<Path> newestFirst = SavedFolder.files(generation).stream()
                .filter(path -> String.valueOf(path.getFileName()).endsWith(SUFFIX))
                .sorted(Comparator.comparing(SavedFolder::lastUsed).reversed())
                .toList();
        for (Path old : newestFirst.subList(Math.min(MOST_FILES, newestFirst.size()), newestFirst.size())) {
            Files.deleteIfExists(old);
        }
    }

    private ByteBuffer head(ModelPrint model) {
        return ByteBuffer.allocate(HEAD)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC)
                .putInt(VERSION)
                .putInt(layers)
                .putInt(experts)
                .put(model.bytes());
    }

    private static int check(ByteBuffer bytes) {
        CRC32C check = new CRC32C();
        check.update(bytes);
        return (int) check.getValue();
    }

    private static Path path(Path generation, ModelPrint model) {
        return generation.resolve(model.shortHash() + SUFFIX);
    }
}
