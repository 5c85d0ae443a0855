package keepsake.runtime.gguf;

import static keepsake.runtime.gguf.Refusal.quoted;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import keepsake.runtime.engine.EngineException.BadModel;

/// What the names of tensors imply whatever the architecture: their layer exists, and the experts are as many as said.
final class LayerNames {
    private static final Pattern LAYER = Pattern.compile("blk\\.(\\d{1,9})\\..+");

    private LayerNames() {}

    static void check(GgufFile file, int layers, long experts) throws BadModel {
        for (GgufTensor tensor : file.tensors()) {
            Matcher layer = LAYER.matcher(tensor.name());
            if (layer.matches() && Integer.parseInt(layer.group(1)) >= layers) {
                throw Refusal.damaged(
                        file.path(),
                        "tensor %s belongs to a layer beyond its %,d".formatted(quoted(tensor.name()), layers));
            }
            if (tensor.isExperts() && tensor.slices() != experts) {
                throw Refusal.damaged(
                        file.path(),
                        "tensor %s holds %,d experts instead of %,d"
                                .formatted(quoted(tensor.name()), tensor.slices(), experts));
            }
        }
    }
}
