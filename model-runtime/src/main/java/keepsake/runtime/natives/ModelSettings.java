package keepsake.runtime.natives;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;

/// `struct llama_model_params`, from llama.cpp's defaults: everything on the CPU.
public final class ModelSettings {
    private final MemorySegment struct;
    private final Arena arena;

    ModelSettings(MemorySegment struct, Arena arena) {
        this.struct = struct;
        this.arena = arena;
        // No device at all, or a Mac's GPU would be given the layers.
        Layouts.pointer(struct, Layouts.ModelParams.DEVICES, arena.allocate(8));
        Layouts.number(struct, Layouts.ModelParams.GPU_LAYERS, 0);
        Layouts.number(struct, Layouts.ModelParams.LOAD_MODE, 0);
    }

    /// Puts tensors whose name matches a pattern (ECMAScript, searched) into a buffer type; the first match counts.
    public ModelSettings place(Map<String, MemorySegment> bufferTypeByPattern) {
        MemorySegment list = arena.allocate(16L * (bufferTypeByPattern.size() + 1), 8);
        long at = 0;
        for (Map.Entry<String, MemorySegment> entry : bufferTypeByPattern.entrySet()) {
            Layouts.pointer(list, at, arena.allocateFrom(entry.getKey()));
            Layouts.pointer(list, at + 8, entry.getValue());
            at += 16;
        }
        Layouts.pointer(struct, Layouts.ModelParams.BUFFER_OVERRIDES, list);
        return this;
    }

    /// Replaces a whole number of the file's metadata.
    public ModelSettings override(String key, long value) {
        MemorySegment list = arena.allocate(2 * Layouts.KeyOverride.SIZE, 8); // the second one, empty, ends the list
        list.setString(Layouts.KeyOverride.KEY, key);
        list.set(JAVA_LONG, Layouts.KeyOverride.VALUE, value);
        Layouts.pointer(struct, Layouts.ModelParams.OVERRIDES, list);
        return this;
    }

    /// Maps the file instead of reading it.
    public ModelSettings mapped() {
        Layouts.number(struct, Layouts.ModelParams.LOAD_MODE, 1);
        return this;
    }

    /// Keeps weights as they are in the file instead of rearranging them for the faster kernels.
    public ModelSettings withoutRepacking() {
        Layouts.flag(struct, Layouts.ModelParams.USE_EXTRA_BUFFERS, 0);
        return this;
    }

    /// A `bool (float, void *)` that hears how far loading is.
    public ModelSettings progress(MemorySegment callback) {
        Layouts.pointer(struct, Layouts.ModelParams.PROGRESS, callback);
        return this;
    }

    MemorySegment struct() {
        return struct;
    }
}
