package keepsake.runtime.natives;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Keeps the last lines that llama.cpp logs, for error messages and for the sizes it reports there, and prints nothing.
/// Threads: any.
public final class NativeLog {
    private static final int MOST_LINES = 400;
    private static final int LONGEST_LINE = 2_000;
    private static final int ERROR_LEVEL = 4;
    /// Said once for every expert that is read; would push everything else out.
    private static final String TOO_MUCH = "repack: repack tensor";

    private final Deque<String> lines = new ArrayDeque<>();
    private final StringBuilder open = new StringBuilder();
    private String lastError = "";

    NativeLog() {}

    /// Since the last [#clear], oldest first.
    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /// The last line that was an error since the last [#clear]; empty when there was none.
    public synchronized String lastError() {
        return lastError;
    }

    public synchronized void clear() {
        lines.clear();
        lastError = "";
    }

    MemorySegment callback(Arena arena) {
        return Symbols.upcall(
                MethodHandles.lookup(), this, "hear", FunctionDescriptor.ofVoid(JAVA_INT, ADDRESS, ADDRESS), arena);
    }

    /// Upcall: must not throw.
    @SuppressWarnings("unused") // called by llama.cpp
    private void hear(int level, MemorySegment text, MemorySegment ignored) {
        try {
            note(level, text.reinterpret(Long.MAX_VALUE).getString(0));
        } catch (RuntimeException e) {
            // a line of a log is worth less than the process
        }
    }

    private synchronized void note(int level, String text) {
        if (open.length() < LONGEST_LINE) open.append(text);
        if (!text.endsWith("\n")) return;
        String line = open.toString().strip();
        open.setLength(0);
        if (line.isEmpty() || line.startsWith(TOO_MUCH)) return;
        if (level == ERROR_LEVEL) lastError = line;
        if (lines.size() == MOST_LINES) lines.removeFirst();
        lines.addLast(line);
    }
}
