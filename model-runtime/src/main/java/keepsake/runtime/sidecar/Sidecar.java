package keepsake.runtime.sidecar;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import keepsake.runtime.gguf.GgufFile;
import keepsake.runtime.residency.ExpertMatrix;
import keepsake.runtime.residency.ExpertSource;
import keepsake.runtime.residency.WeightFile;

/// An open sidecar: every expert lies in one piece. Every block is checked when it is read, so damage shows as a read
/// error.
/// Threads: any.
public final class Sidecar implements ExpertSource, AutoCloseable {
    /// Experts read at the same time while all are checked.
    private static final int AT_ONCE = 8;

    private final SidecarLayout layout;
    private final SidecarHeader header;
    private final WeightFile file;
    private final Map<Integer, SidecarLayout.Layer> layers = new HashMap<>();

    private Sidecar(SidecarLayout layout, SidecarHeader header, WeightFile file) {
        this.layout = layout;
        this.header = header;
        this.file = file;
        for (SidecarLayout.Layer layer : layout.layers()) layers.put(layer.layer(), layer);
    }

    /// What lies beside a model.
    public sealed interface State {
        /// Nothing.
        record Absent() implements State {}

        /// One that can be used.
        record Ready(long bytes) implements State {}

        /// One that is ignored.
        ///
        /// @param reason a sentence for a person
        record Unusable(String reason) implements State {}
    }

    /// Looks at what lies beside a model; reads the header only.
    public static State look(GgufFile model, SidecarLayout layout) {
        Path path = SidecarLayout.fileFor(model.path());
        if (!Files.exists(path)) return new State.Absent();
        try {
            header(path, model, layout);
            return new State.Ready(layout.fileBytes());
        } catch (IOException e) {
            return new State.Unusable(sentence(e));
        }
    }

    /// Opens what lies beside a model.
    ///
    /// @param layout of this model and these kernels
    /// @return empty when there is none
    /// @throws IOException with a sentence for a person, when there is one that must not be used
    public static Optional<Sidecar> open(GgufFile model, SidecarLayout layout) throws IOException {
        Path path = SidecarLayout.fileFor(model.path());
        if (layout.layers().isEmpty() || !Files.exists(path)) return Optional.empty();
        try {
            SidecarHeader header = header(path, model, layout);
            return Optional.of(new Sidecar(layout, header, WeightFile.open(path)));
        } catch (IOException e) {
            throw new IOException(sentence(e), e);
        }
    }

    /// Opens one that is being written.
    static Sidecar of(Path path, SidecarLayout layout, SidecarHeader header) throws IOException {
        return new Sidecar(layout, header, WeightFile.open(path));
    }

    private static SidecarHeader header(Path path, GgufFile model, SidecarLayout layout) throws IOException {
        SidecarHeader header = new SidecarHeader(layout, ModelIdentity.of(model));
        try (FileChannel channel = FileChannel.open(path)) {
            header.read(channel);
            if (header.written() != layout.experts() || channel.size() != layout.fileBytes()) {
                throw new UnusableSidecar("is incomplete");
            }
        }
        return header;
    }

    private static String sentence(IOException e) {
        String what = e instanceof UnusableSidecar unusable ? unusable.getMessage() : "cannot be read";
        return "The file with this model's optimised experts " + what
                + ", so it is not used; answers are the same, only slower. Optimise the model again to replace it.";
    }

    @Override
    public WeightFile file() {
        return file;
    }

    @Override
    public List<WeightFile.Piece> pieces(List<ExpertMatrix> matrices, int expert) {
        SidecarLayout.Layer layer = layer(matrices.getFirst().layer());
        List<CheckedExpert.Place> places = new ArrayList<>();
        long from = 0;
        for (SidecarLayout.Matrix matrix : layer.matrices()) {
            for (ExpertMatrix wanted : matrices) {
                if (wanted.fileOffset() != matrix.modelOffset()) continue;
                places.add(new CheckedExpert.Place(from, matrix.bytes(), wanted.address(expert)));
            }
            from += matrix.bytes();
        }
        return blocks(layer, expert, places);
    }

    private SidecarLayout.Layer layer(int block) {
        SidecarLayout.Layer layer = layers.get(block);
        if (layer == null) throw new IllegalArgumentException("block " + block + " has no experts");
        return layer;
    }

    /// Several reads at once are faster than one large one, as long as each is large enough.
    private List<WeightFile.Piece> blocks(SidecarLayout.Layer layer, int expert, List<CheckedExpert.Place> places) {
        int first = layout.firstBlock(layer) + expert * layer.blocks();
        CheckedExpert landing = new CheckedExpert(header, first, places);
        List<WeightFile.Piece> blocks = new ArrayList<>();
        for (long from = 0; from < layer.expertBytes(); from += SidecarLayout.BLOCK) {
            long size = Math.min(SidecarLayout.BLOCK, layer.expertBytes() - from);
            blocks.add(new WeightFile.Piece(layer.offsetOf(expert) + from, size, from, landing));
        }
        return blocks;
    }

    /// Reads everything only to see whether it is what was written.
    ///
    /// @param seen    hears how many experts have been looked at
    /// @param stopped ends it early
    /// @return the experts that must not be used, counted over all layers
    public BitSet damaged(IntConsumer seen, BooleanSupplier stopped) {
        BitSet damaged = new BitSet();
        int index = 0;
        for (SidecarLayout.Layer layer : layout.layers()) {
            for (int e = 0; e < layer.experts(); e += AT_ONCE) {
                int end = Math.min(layer.experts(), e + AT_ONCE);
                if (stopped.getAsBoolean()) return damaged;
                if (!isWhole(layer, e, end)) {
                    for (int each = e; each < end; each++) {
                        if (!isWhole(layer, each, each + 1)) damaged.set(index + each);
                    }
                }
                seen.accept(index + end);
            }
            index += layer.experts();
        }
        return damaged;
    }

    private boolean isWhole(SidecarLayout.Layer layer, int from, int to) {
        List<WeightFile.Piece> pieces = new ArrayList<>();
        for (int e = from; e < to; e++) pieces.addAll(blocks(layer, e, List.of()));
        try {
            return file.read(pieces, () -> false);
        } catch (IOException e) {
            return false; // it is written again, and then a failing drive says so
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
