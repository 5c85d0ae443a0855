package keepsake.runtime.natives;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import keepsake.runtime.engine.ChatTurn;

/// llama.cpp's words: text to tokens and back, and chat templates. Threads: any.
public final class Vocabulary {
    /// No byte: what llama.cpp does with an empty text differs between tokenisers.
    private static final int[] NO_TOKENS = {};

    private final MethodHandle size;
    private final MethodHandle tokenize;
    private final MethodHandle piece;
    private final MethodHandle endsGeneration;
    private final MethodHandle beginning;
    private final MethodHandle applyTemplate;

    Vocabulary(Symbols llama) {
        size = llama.function("llama_vocab_n_tokens", JAVA_INT, ADDRESS);
        tokenize = llama.function(
                "llama_tokenize", JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_BOOLEAN, JAVA_BOOLEAN);
        piece = llama.function(
                "llama_token_to_piece", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, JAVA_BOOLEAN);
        endsGeneration = llama.function("llama_vocab_is_eog", JAVA_BOOLEAN, ADDRESS, JAVA_INT);
        beginning = llama.function("llama_vocab_bos", JAVA_INT, ADDRESS);
        applyTemplate = llama.function(
                "llama_chat_apply_template",
                JAVA_INT,
                ADDRESS,
                ADDRESS,
                ValueLayout.JAVA_LONG,
                JAVA_BOOLEAN,
                ADDRESS,
                JAVA_INT);
    }

    /// Number of tokens.
    public int size(MemorySegment vocabulary) {
        try {
            return (int) size.invokeExact(vocabulary);
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    /// Whether a model that chooses this token has said all it wants to.
    public boolean endsGeneration(MemorySegment vocabulary, int token) {
        try {
            return (boolean) endsGeneration.invokeExact(vocabulary, token);
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    /// The tokens of a plain text; what looks like a special token in it is text.
    public int[] tokensOfText(MemorySegment vocabulary, String text) {
        return tokens(vocabulary, text, false);
    }

    /// The tokens of a rendered prompt, special tokens recognised, and begun as the model expects it, but not twice.
    public int[] tokensOfPrompt(MemorySegment vocabulary, String prompt) {
        int[] tokens = tokens(vocabulary, prompt, true);
        int begin = beginning(vocabulary);
        boolean twice = tokens.length > 1 && tokens[0] == begin && tokens[1] == begin;
        return twice ? Arrays.copyOfRange(tokens, 1, tokens.length) : tokens;
    }

    private int[] tokens(MemorySegment vocabulary, String text, boolean special) {
        byte[] bytes = text.getBytes(UTF_8);
        if (bytes.length == 0) return NO_TOKENS;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment in = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
            int room = bytes.length + 2; // no token is shorter than a byte; two for the beginning and the end
            MemorySegment out = arena.allocate(ValueLayout.JAVA_INT, room);
            int count = (int) tokenize.invokeExact(vocabulary, in, bytes.length, out, room, special, special);
            if (count < 0) {
                out = arena.allocate(ValueLayout.JAVA_INT, -count);
                count = (int) tokenize.invokeExact(vocabulary, in, bytes.length, out, -count, special, special);
            }
            return out.asSlice(0, 4L * count).toArray(JAVA_INT);
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    /// The bytes a token stands for, often not whole characters; none for a special token.
    public byte[] bytesOf(MemorySegment vocabulary, int token) {
        try (Arena arena = Arena.ofConfined()) {
            int room = 256;
            MemorySegment out = arena.allocate(room);
            int length = (int) piece.invokeExact(vocabulary, token, out, room, 0, false);
            if (length < 0) {
                room = -length;
                out = arena.allocate(room);
                length = (int) piece.invokeExact(vocabulary, token, out, room, 0, false);
            }
            return out.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    private int beginning(MemorySegment vocabulary) {
        try {
            return (int) beginning.invokeExact(vocabulary);
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    /// Renders messages with a chat template, ready for an answer.
    ///
    /// @return empty when llama.cpp does not know the template
    public Optional<String> render(String template, List<ChatTurn> turns) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment messages = arena.allocate(16L * turns.size(), 8);
            int room = 1024;
            for (int i = 0; i < turns.size(); i++) {
                MemorySegment text = cString(arena, turns.get(i).text());
                Layouts.pointer(
                        messages,
                        16L * i,
                        arena.allocateFrom(turns.get(i).speaker().id()));
                Layouts.pointer(messages, 16L * i + 8, text);
                room = Math.addExact(room, Math.toIntExact(text.byteSize() + 256));
            }
            MemorySegment name = arena.allocateFrom(template);
            while (true) {
                MemorySegment out = arena.allocate(room);
                int length = (int) applyTemplate.invokeExact(name, messages, (long) turns.size(), true, out, room);
                if (length < 0) return Optional.empty();
                if (length <= room)
                    return Optional.of(new String(out.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE), UTF_8));
                room = length;
            }
        } catch (Throwable t) {
            throw Symbols.broken(t);
        }
    }

    /// A text with a zero byte in it would end there.
    private static MemorySegment cString(Arena arena, String text) {
        return arena.allocateFrom(text.replace('\0', ' '));
    }
}
