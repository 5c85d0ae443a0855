package keepsake.runtime.gguf;

import static keepsake.runtime.gguf.Refusal.quoted;

import java.util.Arrays;
import keepsake.runtime.engine.EngineException.BadModel;

/// Reads the settings of an architecture with the types that llama.cpp demands; another type is refused here, as there.
record Settings(GgufFile file) {
    private static final long ABSENT = -1;

    /// A `UINT32`, or `absent` when the key is missing.
    long u32(String setting, long absent) throws BadModel {
        String key = file.key(setting);
        GgufValue value = file.metadata().get(key);
        return value == null ? absent : scalar(key, value);
    }

    long u32(String setting) throws BadModel {
        long value = u32(setting, ABSENT);
        if (value == ABSENT) throw missing(setting);
        return value;
    }

    /// A setting that is one number for all layers, or a list with one for each; `absent` when the key is missing.
    long[] perLayer(String setting, int layers, long absent) throws BadModel {
        String key = file.key(setting);
        GgufValue value = file.metadata().get(key);
        long[] result = new long[layers];
        if (value instanceof GgufArray array) {
            if (array.element() != GgufType.UINT32
                    && array.element() != GgufType.INT32
                    && array.element() != GgufType.BOOL) {
                throw Refusal.damaged(file.path(), "the list %s holds no whole numbers".formatted(quoted(key)));
            }
            if (array.length() < layers) {
                throw Refusal.damaged(
                        file.path(),
                        "the list %s has %,d entries for %,d layers".formatted(quoted(key), array.length(), layers));
            }
            for (int i = 0; i < layers; i++) result[i] = array.integer(i);
            return result;
        }
        Arrays.fill(result, value == null ? absent : scalar(key, value));
        return result;
    }

    BadModel missing(String setting) {
        return Refusal.of(file.path(), "does not say its %s".formatted(file.key(setting)), Refusal.GET_AGAIN);
    }

    private long scalar(String key, GgufValue value) throws BadModel {
        if (value instanceof GgufValue.Int whole && whole.type() == GgufType.UINT32) return whole.value();
        throw Refusal.damaged(file.path(), "%s is of type %s instead of UINT32".formatted(quoted(key), value.type()));
    }
}
