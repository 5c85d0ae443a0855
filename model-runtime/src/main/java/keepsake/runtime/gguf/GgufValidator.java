package keepsake.runtime.gguf;

import static keepsake.runtime.gguf.Refusal.quoted;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import keepsake.runtime.engine.EngineException.BadModel;

/// Decides in Java whether native code may see a model file. llama.cpp trusts files and aborts on many wrong ones,
/// so everything that it asserts or reads unchecked is refused here first, in a sentence. A file that llama.cpp
/// would run is never refused on purpose: shapes are implied only for architectures in [ShapeRules], the others get
/// general checks. Threads: any.
public final class GgufValidator {
    /// LLAMA_MAX_LAYERS and LLAMA_MAX_EXPERTS.
    private static final int MAX_LAYERS = 512;

    private static final int MAX_EXPERTS = 512;
    private static final int MAX_EMBEDDING = 1 << 20;
    private static final Set<String> PARTS = Set.of("adapter", "mmproj", "imatrix", "vocab");
    private static final Set<String> ROPE_SCALING = Set.of("none", "linear", "yarn", "longrope");

    private final GgufFile file;
    private final Path path;
    private final Settings settings;

    private GgufValidator(GgufFile file) {
        this.file = file;
        this.path = file.path();
        this.settings = new Settings(file);
    }

    /// Reads and checks a file.
    ///
    /// @throws BadModel in one or two plain sentences: what is wrong with the file and what to do
    public static ModelDescription check(Path path) throws BadModel {
        return check(GgufReader.read(path));
    }

    /// Checks a file that was read.
    public static ModelDescription check(GgufFile file) throws BadModel {
        return new GgufValidator(file).describe();
    }

    private ModelDescription describe() throws BadModel {
        refuseParts();
        int layers = layers();
        long embedding = settings.u32("embedding_length");
        if (embedding == 0 || embedding > MAX_EMBEDDING) {
            throw Refusal.damaged(path, "its embedding_length is %,d".formatted(embedding));
        }
        long experts = settings.u32("expert_count", 0);
        long used = Arrays.stream(settings.perLayer("expert_used_count", layers, 0))
                .max()
                .orElse(0);
        experts(experts, used);
        ropeScaling();
        long vocabulary = new VocabularyRules(file).check();
        LayerNames.check(file, layers, experts);
        new ShapeRules(file, settings, layers, embedding, vocabulary, experts, used).check();
        return description(layers, (int) embedding, (int) experts, (int) used);
    }

    private void refuseParts() throws BadModel {
        long parts = file.integer("split.count").orElse(1);
        if (parts > 1) {
            throw Refusal.of(
                    path,
                    "is one of %,d parts of a model".formatted(parts),
                    "Join the parts with llama.cpp's `llama-gguf-split --merge`, or get the model as one file.");
        }
        if (file.architecture().equals("clip")) {
            throw Refusal.of(
                    path, "only sees pictures: it is the companion of a language model", "Choose the model itself.");
        }
        String kind = file.text("general.type").orElse("model");
        if (PARTS.contains(kind)) {
            throw Refusal.of(path, "is not a whole model but its %s".formatted(kind), "Choose the model itself.");
        }
        if (file.tensors().isEmpty()) {
            throw Refusal.of(path, "has no weights (perhaps it is only a vocabulary)", Refusal.OTHER_FILE);
        }
    }

    private int layers() throws BadModel {
        long layers = settings.u32("block_count");
        if (layers < 1 || layers > MAX_LAYERS) {
            throw Refusal.damaged(path, "it claims %,d layers; 1 to %d is possible".formatted(layers, MAX_LAYERS));
        }
        return (int) layers;
    }

    private void experts(long count, long used) throws BadModel {
        if (count > MAX_EXPERTS) {
            throw Refusal.damaged(path, "it claims %,d experts; %d is the most".formatted(count, MAX_EXPERTS));
        }
        if (used > count) {
            throw Refusal.damaged(path, "it uses %,d experts of %,d".formatted(used, count));
        }
        if (count > 0 && used == 0) {
            throw Refusal.damaged(path, "it has %,d experts and uses none".formatted(count));
        }
        long groups = settings.u32("expert_group_count", 0);
        if (groups > 1) {
            long usedGroups = settings.u32("expert_group_used_count", 0);
            if (groups >= count || count % groups != 0 || usedGroups < 1 || usedGroups >= groups) {
                throw Refusal.damaged(
                        path,
                        "%,d experts cannot be in %,d groups of which %,d are used"
                                .formatted(count, groups, usedGroups));
            }
        }
    }

    private void ropeScaling() throws BadModel {
        String scaling = file.text(file.key("rope.scaling.type")).orElse("none");
        if (!ROPE_SCALING.contains(scaling)) {
            throw Refusal.damaged(path, "its rope scaling %s is unknown".formatted(quoted(scaling)));
        }
    }

    private ModelDescription description(int layers, int embedding, int experts, int used) throws BadModel {
        long expertBytes = file.tensors().stream()
                .filter(GgufTensor::isExperts)
                .mapToLong(GgufTensor::size)
                .sum();
        long allBytes = file.tensors().stream().mapToLong(GgufTensor::size).sum();
        Path fileName = path.getFileName();
        return new ModelDescription(
                path,
                file.architecture(),
                file.text("general.name").filter(name -> !name.isBlank()).orElse(String.valueOf(fileName)),
                layers,
                embedding,
                experts,
                used,
                (int) Math.min(Integer.MAX_VALUE, settings.u32("context_length", 0)),
                expertBytes,
                allBytes - expertBytes,
                FileType.of(file));
    }
}
