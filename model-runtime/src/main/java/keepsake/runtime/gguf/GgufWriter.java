package keepsake.runtime.gguf;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// Writes a GGUF file (version 3) without holding it: the description first, then the bytes of the tensors in any order
/// and in pieces, then [#finish]. Threads: [#write] may be called from several at once for different bytes.
public final class GgufWriter implements AutoCloseable {
    private static final int VERSION = 3;

    /// A tensor to come.
    ///
    /// @param name at most 63 bytes
    /// @param dims the fastest varying first
    public record TensorPlan(String name, List<Long> dims, GgmlType type) {
        public TensorPlan {
            dims = List.copyOf(dims);
        }

        /// Bytes.
        public long size() {
            return type.bytes(dims.stream().reduce(1L, Math::multiplyExact));
        }
    }

    private final FileChannel channel;
    private final Map<String, GgufTensor> tensors = new LinkedHashMap<>();
    private final AtomicLong missing = new AtomicLong();
    private final long end;

    private GgufWriter(FileChannel channel, ByteBuffer description, List<TensorPlan> plans, int alignment)
            throws IOException {
        this.channel = channel;
        long offset = GgufReader.pad(description.remaining(), alignment);
        for (TensorPlan plan : plans) {
            GgufTensor tensor = new GgufTensor(plan.name(), plan.dims(), plan.type(), offset, plan.size());
            if (tensors.putIfAbsent(plan.name(), tensor) != null) {
                throw new IllegalArgumentException("two tensors named " + plan.name());
            }
            missing.addAndGet(tensor.size());
            offset = GgufReader.pad(offset + tensor.size(), alignment);
        }
        this.end = offset;
        writeFully(description, 0);
    }

    /// Creates (or replaces) the file and writes its description.
    ///
    /// @param metadata in the order wanted; `general.alignment` is obeyed; must hold `general.architecture`
    /// @param plans    in the order wanted
    public static GgufWriter create(Path path, Map<String, GgufValue> metadata, List<TensorPlan> plans)
            throws IOException {
        int alignment =
                metadata.get("general.alignment") instanceof GgufValue.Int value ? Math.toIntExact(value.value()) : 32;
        ByteBuffer description = description(metadata, plans, alignment);
        FileChannel channel = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        try {
            return new GgufWriter(channel, description, plans, alignment);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /// The tensors and where they go in the file.
    public List<GgufTensor> tensors() {
        return List.copyOf(tensors.values());
    }

    /// Writes the remaining bytes of `data` into a tensor. Each byte of a tensor is to be written once.
    ///
    /// @param at offset in the tensor
    public void write(String tensor, long at, ByteBuffer data) throws IOException {
        GgufTensor target = tensors.get(tensor);
        if (target == null) throw new IllegalArgumentException("no tensor " + tensor);
        if (at < 0 || data.remaining() > target.size() - at) {
            throw new IllegalArgumentException("beyond the end of tensor " + tensor);
        }
        missing.addAndGet(-data.remaining());
        writeFully(data, target.offset() + at);
    }

    /// Writes the whole of a tensor.
    public void write(String tensor, ByteBuffer data) throws IOException {
        write(tensor, 0, data);
    }

    /// Brings the file to its full length and to the disk.
    ///
    /// @throws IllegalStateException when bytes of a tensor are missing
    public void finish() throws IOException {
        if (missing.get() != 0) throw new IllegalStateException(missing.get() + " bytes of tensors are missing");
        if (channel.size() < end) writeFully(ByteBuffer.allocate(1), end - 1);
        channel.force(true);
    }

    /// Closes the file; without [#finish] before, it is not whole.
    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void writeFully(ByteBuffer data, long from) throws IOException {
        long at = from;
        while (data.hasRemaining()) at += channel.write(data, at);
    }

    private static ByteBuffer description(Map<String, GgufValue> metadata, List<TensorPlan> plans, int alignment) {
        Sink sink = new Sink();
        sink.raw("GGUF".getBytes(UTF_8));
        sink.int32(VERSION);
        sink.int64(plans.size());
        sink.int64(metadata.size());
        metadata.forEach((key, value) -> {
            sink.text(key);
            sink.int32(value.type().id());
            sink.value(value);
        });
        long offset = 0;
        for (TensorPlan plan : plans) {
            sink.text(plan.name());
            sink.int32(plan.dims().size());
            plan.dims().forEach(sink::int64);
            sink.int32(plan.type().id());
            sink.int64(offset);
            offset = GgufReader.pad(offset + plan.size(), alignment);
        }
        return sink.joined();
    }

    /// Collects the description.
    private static final class Sink {
        private final List<byte[]> pieces = new ArrayList<>();

        void raw(byte[] bytes) {
            pieces.add(bytes);
        }

        void int32(int value) {
            raw(GgufArray.ofIntegers(GgufType.INT32, value).raw());
        }

        void int64(long value) {
            raw(GgufArray.ofIntegers(GgufType.INT64, value).raw());
        }

        void text(String text) {
            byte[] bytes = text.getBytes(UTF_8);
            int64(bytes.length);
            raw(bytes);
        }

        void value(GgufValue value) {
            switch (value) {
                case GgufValue.Text(String text) -> text(text);
                case GgufValue.Bool(boolean bool) -> raw(new byte[] {(byte) (bool ? 1 : 0)});
                case GgufValue.Int whole ->
                    raw(GgufArray.ofIntegers(whole.type(), whole.value()).raw());
                case GgufValue.Real(GgufType type, double real) -> {
                    raw(
                            type == GgufType.FLOAT32
                                    ? GgufArray.ofFloats((float) real).raw()
                                    : GgufArray.ofIntegers(GgufType.INT64, Double.doubleToRawLongBits(real))
                                            .raw());
                }
                case GgufArray array -> array(array);
            }
        }

        private void array(GgufArray array) {
            int32(array.element().id());
            int64(array.length());
            if (array.element() != GgufType.STRING) {
                raw(array.raw());
                return;
            }
            ByteBuffer texts = ByteBuffer.allocate(array.length() * Long.BYTES + array.raw().length)
                    .order(ByteOrder.LITTLE_ENDIAN);
            int at = 0;
            for (int i = 0; i < array.length(); i++) {
                texts.putLong(array.textBytes(i)).put(array.raw(), at, array.textBytes(i));
                at += array.textBytes(i);
            }
            raw(texts.array());
        }

        ByteBuffer joined() {
            ByteBuffer joined = ByteBuffer.allocate(
                    pieces.stream().mapToInt(piece -> piece.length).reduce(0, Math::addExact));
            pieces.forEach(joined::put);
            return joined.flip();
        }
    }
}
