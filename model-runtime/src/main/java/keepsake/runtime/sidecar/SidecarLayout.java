package keepsake.runtime.sidecar;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import keepsake.runtime.residency.Landing;

/// Where everything lies in a sidecar. Follows from the model and the kernels alone. Immutable.
///
/// @param layers  those with experts, in the order of the file
/// @param kernels what the bytes were arranged for, as text; a sidecar of other kernels is of no use
public record SidecarLayout(List<Layer> layers, String kernels) {
    /// What is read and checked at once. Measured: a miss of one or two experts reads 20 % faster in pieces of this
    /// size
    /// than in one of three times as much.
    static final int BLOCK = 256 << 10;

    /// Direct reads want offsets that are multiples of this.
    static final int ALIGNMENT = 4096;

    private static final String SUFFIX = ".keepsake-experts";

    public SidecarLayout {
        layers = List.copyOf(layers);
    }

    /// One weight matrix of all experts of a layer.
    ///
    /// @param modelOffset of expert 0 in the model file
    /// @param bytes       of one expert's matrix, there and here
    /// @param landing     arranges them
    public record Matrix(long modelOffset, long bytes, Landing landing) {}

    /// The experts of a layer; those of one expert's matrices lie one after the other.
    ///
    /// @param layer    the block of the model
    /// @param experts  how many
    /// @param offset   of expert 0 in the sidecar
    /// @param matrices of every expert, in this order
    public record Layer(int layer, int experts, long offset, List<Matrix> matrices) {
        public Layer {
            matrices = List.copyOf(matrices);
        }

        /// The same with the matrices of another, too.
        public Layer with(Layer more) {
            List<Matrix> both = new ArrayList<>(matrices);
            both.addAll(more.matrices());
            return new Layer(layer, experts, offset, both);
        }

        /// Bytes of one expert.
        long expertBytes() {
            return matrices.stream().mapToLong(Matrix::bytes).sum();
        }

        /// From one expert to the next.
        long stride() {
            return roundUp(expertBytes());
        }

        /// Checksums of one expert.
        int blocks() {
            return Math.toIntExact((expertBytes() + BLOCK - 1) / BLOCK);
        }

        long offsetOf(int expert) {
            return offset + expert * stride();
        }
    }

    /// Lays layers out one after the other.
    ///
    /// @param layers whose offsets are not known yet
    public static SidecarLayout of(List<Layer> layers, String kernels) {
        long offset = new SidecarLayout(layers, kernels).headerBytes();
        List<Layer> placed = new ArrayList<>();
        for (Layer layer : layers) {
            placed.add(new Layer(layer.layer(), layer.experts(), offset, layer.matrices()));
            offset += layer.experts() * layer.stride();
        }
        return new SidecarLayout(placed, kernels);
    }

    /// The sidecar of a model.
    public static Path fileFor(Path model) {
        return model.resolveSibling(model.getFileName() + SUFFIX);
    }

    /// A sidecar that is being written.
    static Path partFor(Path model) {
        return model.resolveSibling(model.getFileName() + SUFFIX + ".part");
    }

    int headerBytes() {
        long table =
                layers.stream().mapToLong(l -> 32 + 16L * l.matrices().size()).sum();
        return Math.toIntExact(roundUp(SidecarHeader.FIXED + table + 4L * blocks()));
    }

    /// Checksums of all experts.
    int blocks() {
        return Math.toIntExact(
                layers.stream().mapToLong(l -> (long) l.experts() * l.blocks()).sum());
    }

    int experts() {
        return layers.stream().mapToInt(Layer::experts).sum();
    }

    /// Bytes of the whole file.
    public long fileBytes() {
        if (layers.isEmpty()) return headerBytes();
        Layer last = layers.getLast();
        return last.offsetOf(last.experts());
    }

    /// Index of the first checksum of a layer's first expert.
    int firstBlock(Layer of) {
        int first = 0;
        for (Layer layer : layers) {
            if (layer.layer() == of.layer()) return first;
            first += layer.experts() * layer.blocks();
        }
        throw new IllegalArgumentException("layer " + of.layer() + " is not of this file");
    }

    private static long roundUp(long bytes) {
        return (bytes + ALIGNMENT - 1) & -ALIGNMENT;
    }
}
