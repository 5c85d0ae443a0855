package keepsake.runtime.bench;

import java.util.Comparator;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.gguf.GgmlType;
import keepsake.runtime.gguf.GgufFile;
import keepsake.runtime.gguf.GgufReader;
import keepsake.runtime.gguf.GgufTensor;
import keepsake.runtime.gguf.GgufValidator;
import keepsake.runtime.gguf.ModelDescription;
import keepsake.runtime.synthetic.SyntheticModel;

/// What a model file says that a measurement must name.
///
/// @param fileBytes     the file's size
/// @param type          of most of its expert weights, or of most weights when there are no experts
/// @param locality      the dial of a synthetic model
/// @param expertBytes   of all routed experts
/// @param denseBytes    that every token touches: all other weights, but only a row of the embeddings
public record FileFacts(long fileBytes, GgmlType type, OptionalDouble locality, long expertBytes, long denseBytes) {
    private static final String EMBEDDINGS = "token_embd.weight";

    static FileFacts of(BenchRequest request) throws EngineException.BadModel {
        GgufFile file = GgufReader.read(request.model());
        ModelDescription model = GgufValidator.check(file);
        long rows = file.tensor("output.weight").isPresent()
                ? file.tensor(EMBEDDINGS).map(t -> t.size() - t.rowBytes()).orElse(0L)
                : 0; // without an output matrix the embeddings are it
        return new FileFacts(
                file.fileSize(),
                type(file, model),
                file.real(SyntheticModel.LOCALITY),
                model.expertBytes(),
                model.denseBytes() - rows);
    }

    private static GgmlType type(GgufFile file, ModelDescription model) {
        Map<GgmlType, Long> bytes = file.tensors().stream()
                .filter(tensor -> tensor.isExperts() || !model.hasExperts())
                .collect(Collectors.groupingBy(GgufTensor::type, Collectors.summingLong(GgufTensor::size)));
        return bytes.entrySet().stream()
                .max(Comparator.comparingLong(Map.Entry::getValue))
                .map(Map.Entry::getKey)
                .orElse(GgmlType.F32);
    }
}
