package keepsake.runtime.gguf;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// An array of metadata values, kept as the bytes of the file: a vocabulary of 150,000 strings costs its bytes and one
/// `int` each, and is written back unchanged even where it is not UTF-8. Immutable.
public final class GgufArray implements GgufValue {
    private final GgufType element;
    private final int length;
    private final ByteBuffer bytes;
    /// Strings only: `length + 1` offsets into `bytes`.
    private final int[] offsets;

    GgufArray(GgufType element, int length, byte[] bytes, int[] offsets) {
        this.element = element;
        this.length = length;
        this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        this.offsets = offsets;
    }

    public static GgufArray ofTexts(List<String> texts) {
        byte[][] encoded = texts.stream().map(text -> text.getBytes(UTF_8)).toArray(byte[][]::new);
        int[] offsets = new int[encoded.length + 1];
        for (int i = 0; i < encoded.length; i++) offsets[i + 1] = Math.addExact(offsets[i], encoded[i].length);
        ByteBuffer joined = ByteBuffer.allocate(offsets[encoded.length]);
        for (byte[] text : encoded) joined.put(text);
        return new GgufArray(GgufType.STRING, encoded.length, joined.array(), offsets);
    }

    /// @param element an integer type; values are cut to its width
    public static GgufArray ofIntegers(GgufType element, long... values) {
        if (!element.isInteger()) throw new IllegalArgumentException(element + " is no integer type");
        ByteBuffer buffer = ByteBuffer.allocate(values.length * element.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : values) {
            switch (element.bytes()) {
                case 1 -> buffer.put((byte) value);
                case 2 -> buffer.putShort((short) value);
                case 4 -> buffer.putInt((int) value);
                default -> buffer.putLong(value);
            }
        }
        return new GgufArray(element, values.length, buffer.array(), new int[0]);
    }

    public static GgufArray ofFloats(float... values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) buffer.putFloat(value);
        return new GgufArray(GgufType.FLOAT32, values.length, buffer.array(), new int[0]);
    }

    @Override
    public GgufType type() {
        return GgufType.ARRAY;
    }

    /// The type of the elements, never `ARRAY`.
    public GgufType element() {
        return element;
    }

    public int length() {
        return length;
    }

    /// The integer at `index`.
    public long integer(int index) {
        int at = Math.multiplyExact(index, element.bytes());
        return readInteger(element, bytes, at);
    }

    /// The number at `index` of a `FLOAT32` or `FLOAT64` array.
    public double real(int index) {
        return element == GgufType.FLOAT64
                ? bytes.getDouble(index * Double.BYTES)
                : bytes.getFloat(index * Float.BYTES);
    }

    /// The string at `index`; bytes that are not UTF-8 become U+FFFD.
    public String text(int index) {
        return new String(bytes.array(), offsets[index], offsets[index + 1] - offsets[index], UTF_8);
    }

    /// The length in bytes of the string at `index`.
    int textBytes(int index) {
        return offsets[index + 1] - offsets[index];
    }

    /// A string that is there twice as C sees it, which ends strings at the first zero byte. Empty strings do not
    /// count. An exact hash table over the bytes: no string is made.
    Optional<String> duplicateText() {
        int[] table = new int[Integer.highestOneBit(Math.max(1, length)) * 4];
        for (int i = 0; i < length; i++) {
            int end = cEnd(i);
            if (end == offsets[i]) continue;
            int slot = hash(offsets[i], end) & (table.length - 1);
            while (table[slot] != 0) {
                int other = table[slot] - 1;
                if (Arrays.equals(bytes.array(), offsets[i], end, bytes.array(), offsets[other], cEnd(other))) {
                    return Optional.of(text(i));
                }
                slot = (slot + 1) & (table.length - 1);
            }
            table[slot] = i + 1;
        }
        return Optional.empty();
    }

    private int cEnd(int index) {
        int end = offsets[index];
        while (end < offsets[index + 1] && bytes.get(end) != 0) end++;
        return end;
    }

    private int hash(int from, int to) {
        int hash = 1;
        for (int i = from; i < to; i++) hash = 31 * hash + bytes.get(i);
        return (hash * 0x9E3779B1) >>> 7; // spreads the similar hashes of similar tokens
    }

    /// The bytes of all elements, as in the file but for strings, whose lengths are left out. Not to be written to.
    byte[] raw() {
        return bytes.array();
    }

    static long readInteger(GgufType type, ByteBuffer from, int at) {
        return switch (type) {
            case UINT8, BOOL -> Byte.toUnsignedLong(from.get(at));
            case INT8 -> from.get(at);
            case UINT16 -> Short.toUnsignedLong(from.getShort(at));
            case INT16 -> from.getShort(at);
            case UINT32 -> Integer.toUnsignedLong(from.getInt(at));
            case INT32 -> from.getInt(at);
            case UINT64, INT64 -> from.getLong(at);
            case FLOAT32, FLOAT64, STRING, ARRAY -> throw new IllegalArgumentException(type + " is no integer type");
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GgufArray that
                && element == that.element
                && length == that.length
                && Arrays.equals(bytes.array(), that.bytes.array())
                && Arrays.equals(offsets, that.offsets);
    }

    @Override
    public int hashCode() {
        return 31 * element.hashCode() + Arrays.hashCode(bytes.array());
    }

    @Override
    public String toString() {
        return element + "[" + length + "]";
    }
}
