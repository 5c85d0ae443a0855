package keepsake.runtime.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import keepsake.runtime.engine.EngineException.BadModel;
import keepsake.runtime.engine.StopSignal;
import keepsake.runtime.gguf.GgmlType;
import keepsake.runtime.gguf.GgufFile;
import keepsake.runtime.gguf.GgufReader;
import keepsake.runtime.gguf.GgufTensor;
import keepsake.runtime.gguf.GgufValue;
import keepsake.runtime.gguf.GgufWriter;
import keepsake.runtime.gguf.GgufWriter.TensorPlan;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/// Splits one layer of 768 neurons into a shared expert and two routed ones, with ggml's own conversions.
class StarterRecipeTest {
    private static final int WIDTH = 256;
    private static final int NEURONS = 768;

    @TempDir
    Path folder;

    /// Without npm there are no libraries, and the recipe is not offered.
    private final GgmlBase ggml =
            GgmlBase.find().orElseThrow(() -> new TestAbortedException("llama.cpp's libraries are not here"));

    private final Random random = new Random(5);
    private final int[] order = shuffled();
    private Path dense = Path.of("");
    private Path recipe = Path.of("");

    @BeforeEach
    void writeModelAndRecipe() throws IOException {
        Map<String, GgufValue> model = new LinkedHashMap<>();
        model.put("general.architecture", GgufValue.text("qwen2"));
        model.put("general.name", GgufValue.text("Dense"));
        model.put("qwen2.block_count", GgufValue.u32(1));
        model.put("qwen2.feed_forward_length", GgufValue.u32(NEURONS));
        dense = write(
                "dense.gguf",
                model,
                Map.of(
                        plan("blk.0.ffn_down.weight", GgmlType.Q6_K, NEURONS, WIDTH), random(GgmlType.Q6_K),
                        plan("blk.0.ffn_gate.weight", GgmlType.Q4_K, WIDTH, NEURONS), random(GgmlType.Q4_K),
                        plan("blk.0.ffn_norm.weight", GgmlType.F32, WIDTH), ByteBuffer.allocate(WIDTH * 4)));
        Map<String, GgufValue> split = new LinkedHashMap<>();
        split.put("general.architecture", GgufValue.text("keepsake-split"));
        split.put("split.source.architecture", GgufValue.text("qwen2"));
        split.put("split.target.architecture", GgufValue.text("qwen2moe"));
        split.put("split.expert_count", GgufValue.u32(2));
        split.put("split.expert_feed_forward_length", GgufValue.u32(256));
        split.put("split.expert_shared_feed_forward_length", GgufValue.u32(256));
        split.put("split.expert_used_count", GgufValue.u32(2));
        ByteBuffer neurons = ByteBuffer.allocate(NEURONS * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (int neuron : order) neurons.putInt(neuron);
        recipe = write(
                "recipe.gguf",
                split,
                Map.of(
                        plan("blk.0.ffn_neuron_order", GgmlType.I32, NEURONS), neurons.flip(),
                        plan("blk.0.ffn_gate_inp.weight", GgmlType.F32, WIDTH, 2), ByteBuffer.allocate(WIDTH * 8)));
    }

    @Test
    void rowsOfGateKeepTheirBytesInTheNewOrder() throws Exception {
        Path mixture = apply(new StopSignal());

        byte[] before = bytes(dense, "blk.0.ffn_gate.weight");
        byte[] shared = bytes(mixture, "blk.0.ffn_gate_shexp.weight");
        byte[] routed = bytes(mixture, "blk.0.ffn_gate_exps.weight");
        int row = 144;
        for (int i = 0; i < NEURONS; i++) {
            byte[] after = i < 256 ? shared : routed;
            int at = (i < 256 ? i : i - 256) * row;
            assertThat(ByteBuffer.wrap(after, at, row)).isEqualTo(ByteBuffer.wrap(before, order[i] * row, row));
        }
    }

    @Test
    void columnsOfDownAreReorderedAndScaled() throws Exception {
        Path mixture = apply(new StopSignal());

        float[] before = floats(dense, "blk.0.ffn_down.weight");
        float[] shared = floats(mixture, "blk.0.ffn_down_shexp.weight");
        float[] routed = floats(mixture, "blk.0.ffn_down_exps.weight");
        for (int row = 0; row < WIDTH; row += 17) {
            for (int i = 0; i < NEURONS; i++) {
                float wanted = 2 * before[row * NEURONS + order[i]]; // two experts: both factors are 2
                int expert = (i - 256) / 256;
                float got = i < 256 ? shared[row * 256 + i] : routed[(expert * WIDTH + row) * 256 + i % 256];
                assertThat(got).isCloseTo(wanted, within(0.2f)); // Q6_K of values up to some 8
            }
        }
    }

    @Test
    void settingsAreRenamedAndExpertsAdded() throws Exception {
        GgufFile file = GgufReader.read(apply(new StopSignal()));

        assertThat(file.architecture()).isEqualTo("qwen2moe");
        assertThat(file.integer("qwen2moe.block_count")).hasValue(1);
        assertThat(file.integer("qwen2moe.expert_used_count")).hasValue(2);
        assertThat(file.metadata()).doesNotContainKey("qwen2.block_count");
        assertThat(file.tensor("blk.0.ffn_norm.weight")).isPresent();
        assertThat(file.tensor("blk.0.ffn_gate_inp_shexp.weight")).isPresent();
    }

    @Test
    void aRaisedStopSignalEndsIt() throws Exception {
        StopSignal stop = new StopSignal();
        stop.raise();

        assertThat(StarterRecipe.apply(dense, recipe, ggml, folder.resolve("out.gguf"), _ -> {}, stop))
                .isFalse();
    }

    @Test
    void refusesAModelTheRecipeIsNotFor() {
        assertThatExceptionOfType(BadModel.class)
                .isThrownBy(() -> StarterRecipe.apply(
                        recipe, recipe, ggml, folder.resolve("out.gguf"), _ -> {}, new StopSignal()));
    }

    private Path apply(StopSignal stop) throws Exception {
        Path out = folder.resolve("mixture.gguf");
        AtomicLong heard = new AtomicLong();
        assertThat(StarterRecipe.apply(dense, recipe, ggml, out, heard::addAndGet, stop))
                .isTrue();
        assertThat(heard.get())
                .isEqualTo(GgufReader.read(dense).tensors().stream()
                        .mapToLong(GgufTensor::size)
                        .sum());
        return out;
    }

    private Path write(String name, Map<String, GgufValue> metadata, Map<TensorPlan, ByteBuffer> tensors)
            throws IOException {
        Path file = folder.resolve(name);
        try (GgufWriter writer = GgufWriter.create(file, metadata, List.copyOf(tensors.keySet()))) {
            for (var tensor : tensors.entrySet()) writer.write(tensor.getKey().name(), tensor.getValue());
            writer.finish();
        }
        return file;
    }

    private static TensorPlan plan(String name, GgmlType type, long... dims) {
        return new TensorPlan(name, Arrays.stream(dims).boxed().toList(), type);
    }

    private ByteBuffer random(GgmlType type) {
        long count = (long) WIDTH * NEURONS;
        MemorySegment from = Arena.ofAuto().allocate(count * Float.BYTES);
        for (long i = 0; i < count; i++) from.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) random.nextGaussian());
        MemorySegment to = Arena.ofAuto().allocate(type.bytes(count));
        ggml.quantise(type, from, to, count / 256, 256);
        return ByteBuffer.wrap(to.toArray(ValueLayout.JAVA_BYTE));
    }

    private int[] shuffled() {
        List<Integer> all = new ArrayList<>(IntStream.range(0, NEURONS).boxed().toList());
        Collections.shuffle(all, random);
        return all.stream().mapToInt(Integer::intValue).toArray();
    }

    private static byte[] bytes(Path file, String name) throws Exception {
        GgufTensor tensor = GgufReader.read(file).tensor(name).orElseThrow();
        return Arrays.copyOfRange(
                Files.readAllBytes(file), (int) tensor.offset(), (int) (tensor.offset() + tensor.size()));
    }

    private float[] floats(Path file, String name) throws Exception {
        MemorySegment from = Arena.ofAuto().allocate(bytes(file, name).length);
        from.copyFrom(MemorySegment.ofArray(bytes(file, name)));
        GgufTensor tensor = GgufReader.read(file).tensor(name).orElseThrow();
        long count = tensor.dims().stream().reduce(1L, Math::multiplyExact);
        MemorySegment to = Arena.ofAuto().allocate(count * Float.BYTES);
        ggml.dequantise(tensor.type(), from, to, count);
        return to.toArray(ValueLayout.JAVA_FLOAT);
    }
}
