package keepsake.runtime.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import keepsake.runtime.engine.EngineException.BadModel;
import keepsake.runtime.gguf.GgufWriter.TensorPlan;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class GgufPropertiesTest {
    private static Path folder = Path.of("");
    private static byte[] valid = {};
    private static int descriptionBytes;

    @BeforeContainer
    static void writeAValidModel() throws Exception {
        folder = Files.createTempDirectory("gguf-properties");
        Path file = TinyModels.smallest().write(folder.resolve("valid.gguf"));
        valid = Files.readAllBytes(file);
        descriptionBytes = (int) GgufReader.read(file).dataStart();
        assertThat(GgufValidator.check(file).blockCount()).isEqualTo(1);
    }

    @AfterContainer
    static void clean() throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) Files.delete(file);
        }
        Files.delete(folder);
    }

    @Property(tries = 100)
    void whatIsWrittenIsReadBack(
            @ForAll("metadata") Map<String, GgufValue> metadata, @ForAll("plans") List<TensorPlan> plans)
            throws Exception {
        Path file = folder.resolve("written.gguf");
        Map<String, GgufValue> all = new LinkedHashMap<>(metadata);
        all.put(GgufFile.ARCHITECTURE, GgufValue.text("olmoe"));
        try (GgufWriter writer = GgufWriter.create(file, all, plans)) {
            for (TensorPlan plan : plans.reversed()) writer.write(plan.name(), content(plan));
            writer.finish();
        }

        GgufFile read = GgufReader.read(file);

        assertThat(new ArrayList<>(read.metadata().entrySet())).isEqualTo(new ArrayList<>(all.entrySet()));
        assertThat(read.tensors()).hasSameSizeAs(plans);
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 0; i < plans.size(); i++) {
            GgufTensor tensor = read.tensors().get(i);
            assertThat(tensor.name()).isEqualTo(plans.get(i).name());
            assertThat(tensor.dims()).isEqualTo(plans.get(i).dims());
            assertThat(tensor.type()).isEqualTo(plans.get(i).type());
            int from = (int) tensor.offset();
            assertThat(ByteBuffer.wrap(bytes, from, (int) tensor.size())).isEqualTo(content(plans.get(i)));
        }
    }

    @Property(tries = 1000)
    void aMutatedFileIsAcceptedOrRefusedInASentence(@ForAll Random random) throws Exception {
        byte[] mutated = valid.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(descriptionBytes);
            switch (random.nextInt(3)) {
                case 0 -> mutated[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> mutated[at] = (byte) random.nextInt(256);
                default -> Arrays.fill(mutated, at, Math.min(at + 8, mutated.length), (byte) -random.nextInt(2));
            }
        }
        neverMoreThanARefusal(mutated);
    }

    @Property(tries = 200)
    void aFileCutAnywhereIsRefused(@ForAll Random random) throws Exception {
        byte[] cut = Arrays.copyOf(valid, random.nextInt(valid.length - 31));
        neverMoreThanARefusal(cut);
        assertThat(accepts(folder.resolve("hostile.gguf"))).isFalse();
    }

    private static void neverMoreThanARefusal(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("hostile.gguf"), bytes);
        long before = allocated();
        assertThatCode(() -> accepts(file)).doesNotThrowAnyException();
        // A description of some 30 KB; the limit leaves room for the reader's buffers and for copies.
        assertThat(allocated() - before).isLessThan(16L << 20);
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }

    private static boolean accepts(Path file) {
        try {
            GgufValidator.check(file);
            return true;
        } catch (BadModel e) {
            assertThat(e.getMessage()).contains("hostile.gguf").endsWith(".");
            return false;
        }
    }

    private static ByteBuffer content(TensorPlan plan) {
        byte[] content = new byte[(int) plan.size()];
        new Random(plan.name().hashCode()).nextBytes(content);
        return ByteBuffer.wrap(content);
    }

    @Provide
    Arbitrary<Map<String, GgufValue>> metadata() {
        Arbitrary<String> texts =
                Arbitraries.strings().excludeChars('\0').ascii().ofMaxLength(20);
        Arbitrary<GgufValue> values = Arbitraries.oneOf(
                Arbitraries.integers().between(0, Integer.MAX_VALUE).map(GgufValue::u32),
                Arbitraries.longs().map(value -> new GgufValue.Int(GgufType.INT64, value)),
                Arbitraries.bytes().map(value -> new GgufValue.Int(GgufType.INT8, value)),
                Arbitraries.floats().map(GgufValue::f32),
                Arbitraries.doubles().map(value -> new GgufValue.Real(GgufType.FLOAT64, value)),
                Arbitraries.of(true, false).map(GgufValue.Bool::new),
                texts.map(GgufValue::text),
                Arbitraries.strings().withChars("äß▁世 \u00a0").map(GgufValue::text),
                texts.list().ofMaxSize(30).map(GgufArray::ofTexts),
                Arbitraries.longs()
                        .array(long[].class)
                        .ofMaxSize(20)
                        .map(longs -> GgufArray.ofIntegers(GgufType.UINT16, longs)),
                Arbitraries.floats().array(float[].class).ofMaxSize(20).map(GgufArray::ofFloats));
        Arbitrary<String> keys = Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(40);
        return Arbitraries.maps(keys, values).ofMaxSize(20);
    }

    @Provide
    Arbitrary<List<TensorPlan>> plans() {
        Arbitrary<Long> dim = Arbitraries.longs().between(1, 5);
        Arbitrary<GgmlType> types = Arbitraries.of(GgmlType.F32, GgmlType.F16, GgmlType.Q8_0, GgmlType.Q4_K);
        return net.jqwik.api.Combinators.combine(
                        Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(63),
                        dim.list().ofMinSize(1).ofMaxSize(4),
                        types)
                .as((name, dims, type) -> {
                    List<Long> whole = new ArrayList<>(dims);
                    whole.set(0, dims.getFirst() * type.blockSize());
                    return new TensorPlan(name, whole, type);
                })
                .list()
                .ofMaxSize(8)
                .uniqueElements(TensorPlan::name);
    }
}
