package keepsake.runtime.fallback;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;

/// Receives what llama.cpp logs, prints none of it, and keeps the first error of an action for its sentence.
final class NativeErrors {
    /// GGML_LOG_LEVEL_ERROR.
    private static final int ERROR = 4;

    private static final int LONGEST = 500;
    private final MemorySegment callback = Llama.callback(
            MethodHandles.lookup(),
            this,
            "onLog",
            FunctionDescriptor.ofVoid(JAVA_INT, ADDRESS, ADDRESS),
            Arena.global());
    private String first = "";

    MemorySegment callback() {
        return callback;
    }

    synchronized void clear() {
        first = "";
    }

    /// Empty when nothing went wrong since `clear`.
    synchronized String first() {
        return first;
    }

    @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // called by llama.cpp
    private synchronized void onLog(int level, MemorySegment text, MemorySegment userData) {
        if (level != ERROR || !first.isEmpty() || text.equals(MemorySegment.NULL)) return;
        String message = text.reinterpret(Long.MAX_VALUE).getString(0).strip();
        // `llama_model_load: error loading model: …`: the sentence needs only the end.
        int prefix = message.lastIndexOf("error loading model: ");
        if (prefix >= 0) message = message.substring(prefix + "error loading model: ".length());
        first = message.substring(0, Math.min(message.length(), LONGEST));
    }
}
