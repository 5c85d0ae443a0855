package keepsake.runtime.gguf;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// What a GGUF file says about itself: everything but the weights. Immutable.
///
/// @param path      the file
/// @param version   2 or 3
/// @param metadata  in the order of the file
/// @param tensors   in the order of the file
/// @param alignment of the tensors' offsets, a power of two
/// @param dataStart offset of the first tensor from the beginning of the file
/// @param fileSize  bytes
public record GgufFile(
        Path path,
        int version,
        Map<String, GgufValue> metadata,
        List<GgufTensor> tensors,
        int alignment,
        long dataStart,
        long fileSize) {

    public static final String ARCHITECTURE = "general.architecture";

    public GgufFile {
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        tensors = List.copyOf(tensors);
    }

    /// `general.architecture`, for example `olmoe`. [GgufReader] refuses files without it.
    public String architecture() {
        return text(ARCHITECTURE).orElseThrow();
    }

    /// The key of an architecture's own setting: `block_count` of olmoe is `olmoe.block_count`.
    public String key(String setting) {
        return architecture() + "." + setting;
    }

    public Optional<GgufTensor> tensor(String name) {
        return tensors.stream().filter(tensor -> tensor.name().equals(name)).findFirst();
    }

    /// The string under `key`; empty when missing or of another type, as with all getters here.
    public Optional<String> text(String key) {
        return metadata.get(key) instanceof GgufValue.Text(String value) ? Optional.of(value) : Optional.empty();
    }

    /// The whole number under `key`, of any width.
    public OptionalLong integer(String key) {
        return metadata.get(key) instanceof GgufValue.Int whole ? OptionalLong.of(whole.value()) : OptionalLong.empty();
    }

    public OptionalDouble real(String key) {
        return metadata.get(key) instanceof GgufValue.Real real
                ? OptionalDouble.of(real.value())
                : OptionalDouble.empty();
    }

    public Optional<Boolean> bool(String key) {
        return metadata.get(key) instanceof GgufValue.Bool(boolean value) ? Optional.of(value) : Optional.empty();
    }

    public Optional<GgufArray> array(String key) {
        return metadata.get(key) instanceof GgufArray array ? Optional.of(array) : Optional.empty();
    }
}
