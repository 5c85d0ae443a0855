package keepsake.runtime.fallback;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import keepsake.runtime.engine.ChatTurn;
import keepsake.runtime.engine.ChatTurn.Speaker;

/// Renders messages with the chat template in the model's metadata, the way llama.cpp's C interface does: it recognises
/// the known templates. For an unknown or missing one ChatML is assumed, and the notice says so.
final class PromptTemplate {
    private static final String CHATML = "chatml";

    private final Llama llama;
    private final String template;
    private final Optional<String> notice;

    PromptTemplate(Llama llama, MemorySegment model) {
        this.llama = llama;
        MemorySegment own = Llama.run(() -> (MemorySegment) llama.chatTemplate.invokeExact(model, MemorySegment.NULL));
        String found = own.equals(MemorySegment.NULL)
                ? ""
                : own.reinterpret(Long.MAX_VALUE).getString(0);
        if (found.isBlank()) {
            template = CHATML;
            notice = Optional.of("The model names no chat template, so ChatML is assumed.");
        } else if (render(found, List.of(new ChatTurn(Speaker.USER, "?"))).isEmpty()) {
            template = CHATML;
            notice = Optional.of("The model's chat template is not one that Keepsake knows, so ChatML is assumed.");
        } else {
            template = found;
            notice = Optional.empty();
        }
    }

    Optional<String> notice() {
        return notice;
    }

    /// The prompt, ending where the assistant begins to speak.
    String render(List<ChatTurn> turns) {
        return render(template, turns).orElseThrow(() -> new IllegalStateException("the template worked before"));
    }

    private Optional<String> render(String with, List<ChatTurn> turns) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(with);
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
