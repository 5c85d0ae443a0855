package keepsake.runtime.gguf;

/// One metadata value of a GGUF file, with the type it has there.
public sealed interface GgufValue permits GgufArray, GgufValue.Int, GgufValue.Real, GgufValue.Bool, GgufValue.Text {

    GgufType type();

    /// A whole number of any width. `UINT64` values above 2^63 - 1 appear negative.
    record Int(GgufType type, long value) implements GgufValue {
        public Int {
            if (!type.isInteger()) throw new IllegalArgumentException(type + " is no integer type");
        }
    }

    /// A `FLOAT32` (exact in a double) or `FLOAT64`.
    record Real(GgufType type, double value) implements GgufValue {
        public Real {
            if (!type.isReal()) throw new IllegalArgumentException(type + " is no real type");
        }
    }

    record Bool(boolean value) implements GgufValue {
        @Override
        public GgufType type() {
            return GgufType.BOOL;
        }
    }

    /// A string. Bytes that are not UTF-8 were replaced by U+FFFD when it was read.
    record Text(String value) implements GgufValue {
        @Override
        public GgufType type() {
            return GgufType.STRING;
        }
    }

    static GgufValue u32(long value) {
        return new Int(GgufType.UINT32, value);
    }

    static GgufValue f32(float value) {
        return new Real(GgufType.FLOAT32, value);
    }

    static GgufValue text(String value) {
        return new Text(value);
    }
}
