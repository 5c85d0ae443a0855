package keepsake.runtime.gguf;

import static keepsake.runtime.gguf.Refusal.quoted;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keepsake.runtime.engine.EngineException.BadModel;

/// Reads the description of a GGUF file and refuses what no correct program writes. Files are hostile: see [GgufInput].
/// It owns the structure of the file; whether it is a model that llama.cpp can run is [GgufValidator]'s question.
/// As strict as gguf.cpp of llama.cpp v0.5.0, and stricter in bounds. Threads: any.
public final class GgufReader {
    /// Real models have under 5,000 tensors; llama.cpp compares every name with every other.
    private static final long MAX_TENSORS = 65_535;

    private static final long MAX_KEYS = 65_535;
    /// The specification's bound.
    private static final long MAX_KEY_BYTES = 65_535;
    /// ggml's GGML_MAX_NAME is 64 with the closing zero.
    private static final long MAX_TENSOR_NAME_BYTES = 63;

    private static final int MAX_DIMS = 4;
    private static final int DEFAULT_ALIGNMENT = 32;
    private static final long MAX_ALIGNMENT = 1 << 20;

    private final Path path;
    private final GgufInput in;
    private final long fileSize;

    private GgufReader(Path path, FileChannel channel, long fileSize) {
        this.path = path;
        this.in = new GgufInput(path, channel, fileSize);
        this.fileSize = fileSize;
    }

    /// @throws BadModel when the file is missing, unreadable, not a GGUF, damaged or hostile; one sentence for each
    /// kind
    public static GgufFile read(Path path) throws BadModel {
        if (Files.isDirectory(path)) throw Refusal.of(path, "is a folder, not a model", "Choose a GGUF file in it.");
        try (FileChannel channel = FileChannel.open(path)) {
            long size = channel.size();
            if (size == 0) throw Refusal.of(path, "is empty", Refusal.GET_AGAIN);
            checkMagic(path, channel);
            return new GgufReader(path, channel, size).file();
        } catch (NoSuchFileException e) {
            throw Refusal.of(
                    path,
                    "does not exist",
                    "Check the path %s, or choose another file.".formatted(path.toAbsolutePath()));
        } catch (AccessDeniedException e) {
            throw Refusal.of(path, "may not be read by you", "Change its permissions, or choose another file.");
        } catch (IOException | UncheckedIOException e) {
            throw Refusal.of(
                    path, "could not be read (%s)".formatted(e.getMessage()), "Check the disk, then try again.");
        }
    }

    private static void checkMagic(Path path, FileChannel channel) throws BadModel, IOException {
        ByteBuffer head = ByteBuffer.allocate(64);
        while (head.hasRemaining() && channel.read(head, head.position()) >= 0) {
            // reads on until 64 bytes or the end
        }
        byte[] bytes = Arrays.copyOf(head.array(), head.position());
        if (startsWith(bytes, "GGUF")) return;
        if (startsWith(bytes, "FUGG")) throw bigEndian(path);
        throw Refusal.of(
                path,
                "is not a GGUF model: it looks like " + Sniffer.looksLike(bytes),
                "Choose a file that ends in .gguf.");
    }

    private static boolean startsWith(byte[] bytes, String magic) {
        return bytes.length >= 4
                && bytes[0] == magic.charAt(0)
                && bytes[1] == magic.charAt(1)
                && bytes[2] == magic.charAt(2)
                && bytes[3] == magic.charAt(3);
    }

    private static BadModel bigEndian(Path path) {
        return Refusal.of(
                path,
                "was written for computers with the other byte order (big endian)",
                "Get the ordinary little-endian file.");
    }

    private GgufFile file() throws BadModel, IOException {
        in.int32("magic");
        int version = version();
        long tensorCount = count("tensors", MAX_TENSORS);
        long keyCount = count("keys", MAX_KEYS);
        Map<String, GgufValue> metadata = metadata(keyCount);
        if (!(metadata.get(GgufFile.ARCHITECTURE) instanceof GgufValue.Text(String architecture))
                || architecture.isEmpty()) {
            throw Refusal.of(
                    path,
                    "does not say what kind of model it is (general.architecture is missing)",
                    Refusal.OTHER_FILE);
        }
        int alignment = alignment(metadata);
        List<GgufTensor> relative = tensors(tensorCount);
        long dataStart = relative.isEmpty() ? in.position() : pad(in.position(), alignment);
        return new GgufFile(
                path, version, metadata, placed(relative, dataStart, alignment), alignment, dataStart, fileSize);
    }

    private int version() throws BadModel, IOException {
        int version = in.int32("version");
        // A version that is 0 in its lower half has its bytes the other way round.
        if (version != 0 && (version & 0xFFFF) == 0) throw bigEndian(path);
        return switch (version) {
            case 2, 3 -> version;
            case 1 ->
                throw Refusal.of(
                        path,
                        "is of GGUF version 1, which llama.cpp no longer reads",
                        "Get a newer file of this model.");
            default ->
                throw Refusal.of(
                        path,
                        "is of GGUF version %s; this Keepsake reads 2 and 3"
                                .formatted(Integer.toUnsignedString(version)),
                        "Update Keepsake, or get another file of this model.");
        };
    }

    private long count(String of, long limit) throws BadModel, IOException {
        long count = in.int64("number of " + of);
        if (count < 0 || count > limit) {
            throw Refusal.damaged(
                    path, "it claims %s %s, and %,d is the most".formatted(Long.toUnsignedString(count), of, limit));
        }
        return count;
    }

    private Map<String, GgufValue> metadata(long count) throws BadModel, IOException {
        Map<String, GgufValue> metadata = new LinkedHashMap<>();
        for (long i = 0; i < count; i++) {
            String key = in.text(MAX_KEY_BYTES, "the name of key " + i);
            if (key.isEmpty()) throw Refusal.damaged(path, "key %d has no name".formatted(i));
            if (key.indexOf('\0') >= 0) throw Refusal.damaged(path, "the name of key %d holds a zero".formatted(i));
            GgufType type = type(in.int32("the type of " + quoted(key)), key);
            GgufValue value = type == GgufType.ARRAY ? array(key) : value(type, key);
            if (metadata.putIfAbsent(key, value) != null) {
                throw Refusal.damaged(path, "key %s appears twice".formatted(quoted(key)));
            }
        }
        return metadata;
    }

    private GgufType type(int id, String key) throws BadModel {
        return GgufType.of(id)
                .orElseThrow(() -> Refusal.damaged(
                        path, "key %s has the unknown type %s".formatted(quoted(key), Integer.toUnsignedString(id))));
    }

    private GgufValue value(GgufType type, String key) throws BadModel, IOException {
        String what = "the value of " + quoted(key);
        if (type == GgufType.STRING) return new GgufValue.Text(in.text(GgufInput.LIMIT, what));
        ByteBuffer bytes = ByteBuffer.wrap(in.bytes(type.bytes(), what)).order(ByteOrder.LITTLE_ENDIAN);
        return switch (type) {
            case FLOAT32 -> new GgufValue.Real(type, bytes.getFloat());
            case FLOAT64 -> new GgufValue.Real(type, bytes.getDouble());
            case BOOL -> new GgufValue.Bool(bytes.get() != 0);
            default -> new GgufValue.Int(type, GgufArray.readInteger(type, bytes, 0));
        };
    }

    private GgufArray array(String key) throws BadModel, IOException {
        String what = "the list " + quoted(key);
        GgufType element = type(in.int32(what), key);
        if (element == GgufType.ARRAY)
            throw Refusal.damaged(path, what + " holds lists, which llama.cpp does not read");
        long count = in.int64(what);
        long least = element == GgufType.STRING ? Long.BYTES : element.bytes();
        if (count < 0 || count > GgufInput.LIMIT) {
            throw Refusal.damaged(path, "%s claims %s entries".formatted(what, Long.toUnsignedString(count)));
        }
        in.claim(count * least, what);
        if (element == GgufType.STRING) return texts((int) count, what);
        return new GgufArray(element, (int) count, in.bytes(count * least, what), new int[0]);
    }

    private GgufArray texts(int count, String what) throws BadModel, IOException {
        int[] offsets = new int[count + 1];
        byte[] joined = new byte[Math.min(count * 8, 1 << 20)];
        for (int i = 0; i < count; i++) {
            byte[] text = in.bytes(in.textLength(GgufInput.LIMIT, what), what);
            offsets[i + 1] = offsets[i] + text.length;
            if (offsets[i + 1] > joined.length) {
                joined = Arrays.copyOf(joined, Math.max(offsets[i + 1], joined.length * 2));
            }
            System.arraycopy(text, 0, joined, offsets[i], text.length);
        }
        return new GgufArray(GgufType.STRING, count, Arrays.copyOf(joined, offsets[count]), offsets);
    }

    private int alignment(Map<String, GgufValue> metadata) throws BadModel {
        GgufValue value = metadata.get("general.alignment");
        if (value == null) return DEFAULT_ALIGNMENT;
        if (value.type() != GgufType.UINT32 || !(value instanceof GgufValue.Int number)) {
            throw Refusal.damaged(path, "its alignment (general.alignment) is not a 32-bit number");
        }
        long alignment = number.value();
        if (alignment <= 0 || alignment > MAX_ALIGNMENT || Long.bitCount(alignment) != 1) {
            throw Refusal.damaged(
                    path, "its alignment is %,d, not a power of two up to %,d".formatted(alignment, MAX_ALIGNMENT));
        }
        return (int) alignment;
    }

    /// The tensors with offsets from the beginning of the data.
    private List<GgufTensor> tensors(long count) throws BadModel, IOException {
        List<GgufTensor> tensors = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (long i = 0; i < count; i++) {
            String name = in.text(MAX_TENSOR_NAME_BYTES, "the name of tensor " + i);
            if (name.isEmpty()) throw Refusal.damaged(path, "tensor %d has no name".formatted(i));
            if (name.indexOf('\0') >= 0) throw Refusal.damaged(path, "the name of tensor %d holds a zero".formatted(i));
            if (!names.add(name)) throw Refusal.damaged(path, "tensor %s appears twice".formatted(quoted(name)));
            tensors.add(tensor(name));
        }
        return tensors;
    }

    private GgufTensor tensor(String name) throws BadModel, IOException {
        String what = "tensor " + quoted(name);
        int dimCount = in.int32(what);
        if (dimCount < 1 || dimCount > MAX_DIMS) {
            throw Refusal.damaged(
                    path, "%s has %s dimensions, not 1 to 4".formatted(what, Integer.toUnsignedString(dimCount)));
        }
        List<Long> dims = new ArrayList<>();
        long elements = 1;
        for (int d = 0; d < dimCount; d++) {
            long dim = in.int64(what);
            if (dim <= 0) throw Refusal.damaged(path, "%s has a dimension of size %,d".formatted(what, dim));
            dims.add(dim);
            try {
                elements = Math.multiplyExact(elements, dim);
            } catch (ArithmeticException e) {
                throw Refusal.damaged(path, "%s claims more weights than can be counted".formatted(what));
            }
        }
        int typeId = in.int32(what);
        GgmlType type = GgmlType.of(typeId)
                .orElseThrow(() -> Refusal.of(
                        path,
                        "stores %s in a way (type %s) that this llama.cpp does not know"
                                .formatted(what, Integer.toUnsignedString(typeId)),
                        "Update Keepsake, or get another file of this model."));
        if (dims.getFirst() % type.blockSize() != 0) {
            throw Refusal.damaged(
                    path,
                    "%s has rows of %,d weights, which are not whole blocks of %s"
                            .formatted(what, dims.getFirst(), type));
        }
        long size;
        try {
            size = type.bytes(elements);
        } catch (ArithmeticException e) {
            throw Refusal.damaged(path, "%s claims more bytes than can be counted".formatted(what));
        }
        return new GgufTensor(name, dims, type, in.int64(what), size);
    }

    /// Offsets become absolute. gguf.cpp wants every tensor to begin where the one before it ends, padded.
    private List<GgufTensor> placed(List<GgufTensor> relative, long dataStart, int alignment) throws BadModel {
        List<GgufTensor> placed = new ArrayList<>();
        long expected = 0;
        for (GgufTensor tensor : relative) {
            String what = "tensor " + quoted(tensor.name());
            long offset = tensor.offset();
            if (offset < 0 || offset > fileSize) {
                throw Refusal.damaged(
                        path,
                        "%s claims to begin at byte %s, beyond its end".formatted(what, Long.toUnsignedString(offset)));
            }
            if (offset % alignment != 0) {
                throw Refusal.damaged(path, "%s begins at a byte that is no multiple of %d".formatted(what, alignment));
            }
            if (offset < expected) throw Refusal.damaged(path, "%s overlaps the tensor before it".formatted(what));
            if (offset > expected) throw Refusal.damaged(path, "there is a hole in the data before %s".formatted(what));
            if (tensor.size() > fileSize - dataStart - offset) {
                throw Refusal.of(
                        path,
                        "is cut off: it has %s, and %s ends beyond that".formatted(Refusal.size(fileSize), what),
                        Refusal.GET_AGAIN);
            }
            placed.add(new GgufTensor(tensor.name(), tensor.dims(), tensor.type(), dataStart + offset, tensor.size()));
            expected = pad(offset + tensor.size(), alignment);
        }
        return placed;
    }

    static long pad(long position, int alignment) {
        return (position + alignment - 1) / alignment * alignment;
    }
}
