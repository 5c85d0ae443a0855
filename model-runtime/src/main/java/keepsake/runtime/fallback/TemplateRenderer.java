package keepsake.runtime.fallback;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import keepsake.runtime.chat.ChatTemplate;
import keepsake.runtime.engine.ChatTurn;

/// Renders messages the way llama.cpp's C interface does: it recognises the known templates by their text.
final class TemplateRenderer implements ChatTemplate.Renderer {
    private final Llama llama;

    TemplateRenderer(Llama llama) {
        this.llama = llama;
    }

    /// The template in a model's metadata.
    Optional<String> templateOf(MemorySegment model) {
        MemorySegment own = Llama.run(() -> (MemorySegment) llama.chatTemplate.invokeExact(model, MemorySegment.NULL));
        return own.equals(MemorySegment.NULL)
                ? Optional.empty()
                : Optional.of(own.reinterpret(Long.MAX_VALUE).getString(0));
    }

    @Override
    public Optional<String> render(String template, List<ChatTurn> turns) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(template.replace('\0', ' '));
            MemorySegment messages = arena.allocate(ADDRESS, 2L * turns.size());
            long length = 0;
            for (int i = 0; i < turns.size(); i++) {
                // A NUL would end a C string; no template has a use for it.
                String text = turns.get(i).text().replace('\0', ' ');
                messages.setAtIndex(
                        ADDRESS,
                        2L * i,
                        arena.allocateFrom(turns.get(i).speaker().id()));
                messages.setAtIndex(ADDRESS, 2L * i + 1, arena.allocateFrom(text));
                length += 4L * text.length() + 256;
            }
            int capacity = Math.toIntExact(length);
            MemorySegment out = arena.allocate(capacity);
            int written = Llama.run(() ->
                    (int) llama.applyTemplate.invokeExact(name, messages, (long) turns.size(), true, out, capacity));
            if (written < 0) return Optional.empty();
            if (written > capacity) throw new IllegalStateException("a template of " + written + " bytes");
            return Optional.of(new String(out.asSlice(0, written).toArray(JAVA_BYTE), StandardCharsets.UTF_8));
        }
    }
}
