package keepsake.runtime.gguf;

import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;

/// The name of the mix of types that a file uses, as people know it from file names.
final class FileType {
    /// `llama_ftype` of llama.cpp.
    private static final Map<Long, String> NAMES = Map.ofEntries(
            Map.entry(0L, "F32"),
            Map.entry(1L, "F16"),
            Map.entry(2L, "Q4_0"),
            Map.entry(3L, "Q4_1"),
            Map.entry(7L, "Q8_0"),
            Map.entry(8L, "Q5_0"),
            Map.entry(9L, "Q5_1"),
            Map.entry(10L, "Q2_K"),
            Map.entry(11L, "Q3_K_S"),
            Map.entry(12L, "Q3_K_M"),
            Map.entry(13L, "Q3_K_L"),
            Map.entry(14L, "Q4_K_S"),
            Map.entry(15L, "Q4_K_M"),
            Map.entry(16L, "Q5_K_S"),
            Map.entry(17L, "Q5_K_M"),
            Map.entry(18L, "Q6_K"),
            Map.entry(32L, "BF16"),
            Map.entry(38L, "MXFP4"));

    private FileType() {}

    /// From `general.file_type`, else the type of the most bytes.
    static String of(GgufFile file) {
        String name = NAMES.get(file.integer("general.file_type").orElse(-1));
        if (name != null) return name;
        return file.tensors().stream()
                .collect(Collectors.groupingBy(GgufTensor::type, Collectors.summingLong(GgufTensor::size)))
                .entrySet()
                .stream()
                .max(Comparator.comparingLong(Map.Entry::getValue))
                .map(most -> most.getKey().name())
                .orElse("none");
    }
}
