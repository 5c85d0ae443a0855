package keepsake.runtime.natives;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// Takes the keys and values of a context's first tokens out, and puts them back into an empty one. Threads: as the
/// context's.
///
/// llama.cpp writes whole sequences only, and of those only the first of a context for one sequence. All other tokens
/// are
/// therefore marked as belonging to a second sequence while the first is written, and marked back. Nothing is copied or
/// moved: a cell that keeps a mark keeps its place and content.
public final class SequenceStates {
    private static final int CONVERSATION = 0;
    private static final int REST = 1;

    private final MethodHandle memory;
    private final MethodHandle copy;
    private final MethodHandle remove;
    private final MethodHandle size;
    private final MethodHandle get;
    private final MethodHandle set;
    private final MethodHandle recurrent;
    private final MethodHandle hybrid;

    SequenceStates(Symbols llama) {
        memory = llama.function("llama_get_memory", ADDRESS, ADDRESS);
        copy = llama.procedure("llama_memory_seq_cp", ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
        remove = llama.function("llama_memory_seq_rm", JAVA_BOOLEAN, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT);
        size = llama.function("llama_state_seq_get_size", JAVA_LONG, ADDRESS, JAVA_INT);
        get = llama.function("llama_state_seq_get_data", JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT);
        set = llama.function("llama_state_seq_set_data", JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT);
        recurrent = llama.function("llama_model_is_recurrent", JAVA_BOOLEAN, ADDRESS);
        hybrid = llama.function("llama_model_is_hybrid", JAVA_BOOLEAN, ADDRESS);
    }

    /// Whether the state of a beginning can be told from that of the whole: a recurrent model keeps one state that
    /// every token has changed.
    public boolean separable(MemorySegment model) {
        try {
            return !(boolean) recurrent.invokeExact(model) && !(boolean) hybrid.invokeExact(model);
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    /// The state of the first tokens; the context is as before.
    ///
    /// @param tokens how many, at most those in the context
    /// @param most   bytes that it may have
    /// @param arena  owns the result
    /// @return empty when it would be larger, or llama.cpp could not write it
    public Optional<MemorySegment> take(MemorySegment context, int tokens, long most, Arena arena) {
        try {
            MemorySegment cells = (MemorySegment) memory.invokeExact(context);
            move(cells, CONVERSATION, REST, tokens);
            try {
                long bytes = (long) size.invokeExact(context, CONVERSATION);
                if (bytes <= 0 || bytes > most) return Optional.empty();
                MemorySegment state = arena.allocate(bytes, 64);
                long written = (long) get.invokeExact(context, state, bytes, CONVERSATION);
                return written == bytes ? Optional.of(state) : Optional.empty();
            } finally {
                move(cells, REST, CONVERSATION, tokens);
            }
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    private void move(MemorySegment cells, int from, int to, int first) throws Throwable {
        copy.invokeExact(cells, from, to, first, -1);
        boolean ignored = (boolean) remove.invokeExact(cells, from, first, -1);
    }

    /// Makes a context hold the tokens of a state, and no others.
    ///
    /// @return false when the state does not fit this context, which is empty then
    public boolean put(MemorySegment context, MemorySegment state) {
        try {
            long read = (long) set.invokeExact(context, state, state.byteSize(), CONVERSATION);
            return read == state.byteSize();
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }
}
