package keepsake.runtime.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keepsake.runtime.engine.EngineException.BadModel;
import keepsake.runtime.gguf.GgufWriter.TensorPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tiny models that are wrong in one thing each.
class GgufValidatorTest {
    @TempDir
    Path folder;

    @Test
    void describesAModel() throws Exception {
        ModelDescription model = GgufValidator.check(TinyModels.olmoe(file(), 1, GgmlType.Q8_0));

        assertThat(model.architecture()).isEqualTo("olmoe");
        assertThat(model.blockCount()).isEqualTo(4);
        assertThat(model.expertCount()).isEqualTo(16);
        assertThat(model.expertUsedCount()).isEqualTo(4);
        assertThat(model.expertBytes()).isEqualTo(4 * 3 * 16 * 128 * 64 / 32 * 34);
        assertThat(model.contextLength()).isEqualTo(4096);
    }

    @Test
    void acceptsTheTinyModelsOfEveryArchitecture() throws Exception {
        for (String architecture : List.of("llama", "olmoe", "qwen2moe", "qwen3moe")) {
            assertThat(GgufValidator.check(TinyModels.shape(architecture).write(file()))
                            .hasExperts())
                    .isTrue();
        }
        assertThat(GgufValidator.check(TinyModels.llamaDense(file(), 1)).hasExperts())
                .isFalse();
    }

    @Test
    void acceptsAnArchitectureItKnowsNothingAbout() throws Exception {
        Map<String, GgufValue> metadata = TinyModels.smallest().metadata();
        Map<String, GgufValue> renamed = new LinkedHashMap<>();
        metadata.forEach((key, value) -> renamed.put(key.replace("olmoe.", "novel."), value));
        renamed.put("general.architecture", GgufValue.text("novel"));
        TinyModels.smallest().write(file(), renamed, TinyModels.smallest().plans());

        assertThat(GgufValidator.check(file()).architecture()).isEqualTo("novel");
    }

    @Test
    void refusesImpossibleLayerCounts() throws Exception {
        refused("olmoe.block_count", GgufValue.u32(513), "513 layers");
        refused("olmoe.block_count", GgufValue.u32(0), "0 layers");
        refused("olmoe.block_count", GgufValue.text("4"), "STRING instead of UINT32");
        refusedWithout("olmoe.block_count", "does not say its olmoe.block_count");
    }

    @Test
    void refusesTensorsOfLayersThatAreNotThere() throws Exception {
        refused("olmoe.block_count", GgufValue.u32(3), "“blk.3.", "beyond its 3");
    }

    @Test
    void refusesExpertCountsThatLlamaCppAbortsOn() throws Exception {
        refused("olmoe.expert_count", GgufValue.u32(8), "holds 16 experts instead of 8");
        refused("olmoe.expert_count", GgufValue.u32(100_000), "100,000 experts");
        refused("olmoe.expert_used_count", GgufValue.u32(17), "uses 17 experts of 16");
        refused("olmoe.expert_used_count", GgufValue.u32(0), "uses none");
        refused("olmoe.expert_group_count", GgufValue.u32(5), "5 groups");
    }

    @Test
    void refusesHeadsThatDoNotFit() throws Exception {
        refused("olmoe.attention.head_count", GgufValue.u32(0), "0 attention heads");
        refused("olmoe.attention.head_count_kv", GgufValue.u32(3), "4 attention heads on 3");
        refused("olmoe.attention.head_count_kv", GgufValue.u32(2), "as many key heads");
        refused("olmoe.rope.dimension_count", GgufValue.u32(7), "7 for positions");
        refused("olmoe.attention.key_length", GgufValue.u32(64), "64 wide for keys");
    }

    @Test
    void refusesListsThatAreShorterThanTheLayers() throws Exception {
        refused(
                "olmoe.attention.head_count",
                GgufArray.ofIntegers(GgufType.UINT32, 4, 4),
                "has 2 entries for 4 layers");
    }

    @Test
    void refusesAWidthThatTheWeightsDoNotHave() throws Exception {
        refused("olmoe.embedding_length", GgufValue.u32(64), "“token_embd.weight”", "imply 64");
        refused("olmoe.embedding_length", GgufValue.u32(0), "embedding_length is 0");
        refused("olmoe.feed_forward_length", GgufValue.u32(32), "“blk.0.ffn_down_exps.weight”", "8 × 16 × 16");
        refused("olmoe.attention.layer_norm_rms_epsilon", GgufValue.f32(Float.NaN), "epsilon");
        refused("olmoe.rope.scaling.type", GgufValue.text("elastic"), "“elastic” is unknown");
    }

    @Test
    void refusesEveryTensorThatHasAnotherShapeOrIsMissing() throws Exception {
        for (String architecture : List.of("llama", "olmoe", "qwen2moe", "qwen3moe")) {
            TinyModel shape = small(architecture, 1);
            for (TensorPlan plan : shape.plans()) {
                List<Long> dims = new ArrayList<>(plan.dims());
                dims.set(dims.size() - 1, dims.getLast() + 1);
                TensorPlan wrong = new TensorPlan(plan.name(), dims, plan.type());
                shape.write(file(), shape.metadata(), replaced(shape, plan, List.of(wrong)));
                refused(file(), plan.name());
                if (!isOptional(architecture, plan.name())) {
                    shape.write(file(), shape.metadata(), replaced(shape, plan, List.of()));
                    refused(file(), "lacks the weights “" + plan.name());
                }
            }
        }
    }

    @Test
    void refusesWeightsThatCannotBeComputedWith() throws Exception {
        TinyModel shape = small("olmoe", 4);
        Path file = RawGguf.header(1, 0).write(file());
        List<TensorPlan> plans = shape.plans();
        Map<String, GgufValue> metadata = shape.metadata();
        try (GgufWriter writer = GgufWriter.create(
                file,
                metadata,
                plans.stream()
                        .map(plan -> new TensorPlan(plan.name(), plan.dims(), GgmlType.I32))
                        .toList())) {
            for (TensorPlan plan : plans) {
                writer.write(plan.name(), ByteBuffer.allocate((int) plan.size()));
            }
            writer.finish();
        }
        refused(file, "stored as I32");
    }

    @Test
    void refusesVocabulariesWhoseListsDoNotMatch() throws Exception {
        refused("tokenizer.ggml.model", GgufValue.text("abacus"), "“abacus”");
        refused("tokenizer.ggml.model", GgufValue.text("none"), "cannot chat");
        refused("tokenizer.ggml.model", GgufValue.text("gpt2"), "merges");
        refusedWithout("tokenizer.ggml.model", "no vocabulary");
        refusedWithout("tokenizer.ggml.tokens", "no list of tokens");
        refused("tokenizer.ggml.tokens", GgufArray.ofTexts(List.of()), "vocabulary is empty");
        refused("tokenizer.ggml.tokens", GgufArray.ofTexts(List.of("a", "b", "a")), "has “a” twice");
        refused("tokenizer.ggml.tokens", GgufArray.ofTexts(List.of("a", "a\0b")), "twice");
        refused("tokenizer.ggml.tokens", GgufArray.ofFloats(1), "not a list of STRING");
        refused("tokenizer.ggml.scores", GgufArray.ofFloats(1, 2), "has 2 entries");
        refused("tokenizer.ggml.scores", GgufArray.ofIntegers(GgufType.INT32, 1), "not a list of FLOAT32");
        refused("tokenizer.ggml.token_type", GgufArray.ofIntegers(GgufType.INT32, 1), "has 1 entries");
        refused("tokenizer.ggml.eos_token_id", GgufValue.u32(1_000_000), "eos_token_id is token 1,000,000");
    }

    @Test
    void acceptsSpecialTokensThatAreSwitchedOff() throws Exception {
        Map<String, GgufValue> metadata = TinyModels.smallest().metadata();
        metadata.put("tokenizer.ggml.bos_token_id", GgufValue.u32(0xFFFF_FFFFL));
        TinyModels.smallest().write(file(), metadata, TinyModels.smallest().plans());

        assertThat(GgufValidator.check(file()).architecture()).isEqualTo("olmoe");
    }

    @Test
    void refusesFilesThatAreNotAWholeModel() throws Exception {
        refused("split.count", new GgufValue.Int(GgufType.UINT16, 3), "one of 3 parts", "gguf-split --merge");
        refused("general.type", GgufValue.text("adapter"), "its adapter");
        refused("general.architecture", GgufValue.text("clip"), "only sees pictures");
        refused(RawGguf.olmoe(0, 0).write(file()), "has no weights");
    }

    /// Quick to write.
    private static TinyModel small(String architecture, int layers) {
        int kvHeads = architecture.equals("olmoe") ? 4 : 2;
        return new TinyModel(architecture, layers, 16, 4, kvHeads, 8, 16, 4, GgmlType.F32, GgmlType.F32, 1);
    }

    private static boolean isOptional(String architecture, String name) {
        return name.endsWith(".bias")
                || (name.equals("output.weight")
                        && !List.of("olmoe", "qwen2moe").contains(architecture))
                || (name.endsWith("ffn_gate_exps.weight") && architecture.equals("llama"));
    }

    private static List<TensorPlan> replaced(TinyModel shape, TensorPlan old, List<TensorPlan> with) {
        List<TensorPlan> plans = new ArrayList<>();
        for (TensorPlan plan : shape.plans()) {
            if (plan.equals(old)) plans.addAll(with);
            else plans.add(plan);
        }
        return plans;
    }

    private void refused(String key, GgufValue value, String... words) throws Exception {
        Map<String, GgufValue> metadata = small("olmoe", 4).metadata();
        metadata.put(key, value);
        refused(small("olmoe", 4).write(file(), metadata, small("olmoe", 4).plans()), words);
    }

    private void refusedWithout(String key, String... words) throws Exception {
        Map<String, GgufValue> metadata = small("olmoe", 4).metadata();
        metadata.remove(key);
        refused(small("olmoe", 4).write(file(), metadata, small("olmoe", 4).plans()), words);
    }

    private static void refused(Path file, String... words) {
        assertThatExceptionOfType(BadModel.class)
                .isThrownBy(() -> GgufValidator.check(file))
                .satisfies(e -> assertThat(e.getMessage()).contains(words).endsWith("."));
    }

    private Path file() {
        return folder.resolve("model.gguf");
    }
}
