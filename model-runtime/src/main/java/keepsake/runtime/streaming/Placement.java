package keepsake.runtime.streaming;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import keepsake.runtime.gguf.GgufTensor;
import keepsake.runtime.natives.LlamaCpp;
import keepsake.runtime.natives.Repacking;
import keepsake.runtime.residency.Landing;
import keepsake.runtime.sidecar.SidecarLayout;

/// Where each weight of a model is kept. llama.cpp's loader from metadata never rearranges weights for the fast
/// kernels of a processor, unlike its loader of files; so the matrices that have such a kernel are named to it one by
/// one. Pure decisions.
final class Placement {

    /// Kinds of places.
    enum Place {
        /// Wherever llama.cpp puts it, as it is in the file.
        DENSE,
        /// In RAM, rearranged.
        DENSE_FAST,
        /// Address space of ours, an expert at a time, as it is in the file.
        EXPERTS,
        /// Address space of ours, an expert at a time, rearranged.
        EXPERTS_FAST,
        /// Address space of ours, a row at a time.
        EMBEDDINGS
    }

    /// Weights that llama.cpp only ever multiplies a matrix by. A rearranged one is good for nothing else.
    private static final Pattern MULTIPLIED = Pattern.compile(
            "(?:blk\\.\\d+\\.(?:attn_(?:q|k|v|qkv|output|q_a|q_b|kv_a_mqa)|ffn_(?:gate|up|down)(?:_shexp)?)"
                    + "|output)\\.weight");

    /// Bytes of an expert's matrix from which on it is rearranged.
    static final long LARGE = 512 << 10;

    private static final Pattern OF_LAYER = Pattern.compile("blk\\.(\\d+)\\.(.+)");

    private final ModelShape shape;
    private final Optional<Repacking> repacking;

    /// @param repacking empty keeps every weight as it is in the file
    Placement(ModelShape shape, Optional<Repacking> repacking) {
        this.shape = shape;
        this.repacking = repacking;
    }

    Place of(GgufTensor tensor) {
        if (tensor.isExperts()) return kernel(tensor).isPresent() && large(tensor) ? Place.EXPERTS_FAST : Place.EXPERTS;
        if (tensor.name().equals(ModelShape.EMBEDDINGS) && shape.embeddingsOnDemand()) return Place.EMBEDDINGS;
        boolean fast = MULTIPLIED.matcher(tensor.name()).matches()
                && tensor.dims().size() == 2
                && kernel(tensor).isPresent();
        return fast ? Place.DENSE_FAST : Place.DENSE;
    }

    /// Whether rearranging pays: it costs processor time at every miss. Measured: experts of 256 rows compute as fast
    /// without, those of 1,024 rows half as fast. Must not depend on the budget, because the tokens would.
    private static boolean large(GgufTensor tensor) {
        return tensor.sliceBytes() >= LARGE;
    }

    /// The fast kernel of a matrix, or of each expert's matrix.
    Optional<Repacking.Kernel> kernel(GgufTensor tensor) {
        return repacking.flatMap(r -> r.kernel(tensor.type().id(), tensor.dim(0), tensor.dim(1)));
    }

    /// How the experts lie in a file beside the model that has them as they are placed. The fast kernels are told apart
    /// by what they do to a few rows: two processors that arrange bytes alike can share a sidecar, and a new
    /// llama.cpp
    /// that arranges them differently is noticed whatever it is called.
    SidecarLayout sidecar() {
        Map<Integer, SidecarLayout.Layer> layers = new TreeMap<>();
        StringBuilder kernels = new StringBuilder(LlamaCpp.VERSION).append('\n');
        for (GgufTensor tensor : shape.file().tensors()) {
            if (!tensor.isExperts()) continue;
            boolean fast = of(tensor) == Place.EXPERTS_FAST;
            Landing landing = fast ? new RepackedRows(kernel(tensor).orElseThrow()) : Landing.AS_IS;
            int layer = ModelShape.layerOf(tensor.name());
            SidecarLayout.Matrix matrix = new SidecarLayout.Matrix(tensor.offset(), tensor.sliceBytes(), landing);
            layers.merge(
                    layer,
                    new SidecarLayout.Layer(layer, Math.toIntExact(tensor.slices()), 0, List.of(matrix)),
                    SidecarLayout.Layer::with);
            kernels.append(tensor.name())
                    .append(' ')
                    .append(fast ? kernel(tensor).orElseThrow().fingerprint() : "as it is")
                    .append('\n');
        }
        return SidecarLayout.of(List.copyOf(layers.values()), kernels.toString());
    }

    /// For every kind of place that is not llama.cpp's own choice, a pattern (ECMAScript) that the names of its tensors
    /// match and no others.
    Map<Place, String> patterns() {
        Map<Place, Map<String, Set<String>>> layers = new LinkedHashMap<>();
        for (GgufTensor tensor : shape.file().tensors()) {
            Place place = of(tensor);
            if (place == Place.DENSE) continue;
            Matcher name = OF_LAYER.matcher(tensor.name());
            boolean ofLayer = name.matches();
            layers.computeIfAbsent(place, _ -> new LinkedHashMap<>())
                    .computeIfAbsent(ofLayer ? name.group(2) : tensor.name(), _ -> new TreeSet<>())
                    .addAll(ofLayer ? Set.of(name.group(1)) : Set.of());
        }
        Map<Place, String> patterns = new LinkedHashMap<>();
        layers.forEach((place, names) -> patterns.put(
                place,
                names.entrySet().stream()
                        .map(e -> pattern(e.getKey(), e.getValue()))
                        .collect(Collectors.joining("|", "^(?:", ")$"))));
        return patterns;
    }

    private static String pattern(String name, Set<String> layers) {
        String literal = name.replace(".", "\\.");
        return layers.isEmpty() ? literal : "blk\\.(?:" + String.join("|", layers) + ")\\." + literal;
    }
}
