package keepsake.runtime.chat;

import java.util.List;
import java.util.Optional;
import keepsake.runtime.engine.ChatTurn;
import keepsake.runtime.engine.ChatTurn.Speaker;

/// Turns messages into the text a model expects: through its own template where the engine knows that, else through a
/// common one, which the user is told. Immutable. Threads: any.
public final class ChatTemplate {

    /// Renders messages with a template from a model's metadata, ready for the answer.
    @FunctionalInterface
    public interface Renderer {
        /// @return empty when the template is unknown
        Optional<String> render(String template, List<ChatTurn> turns);
    }

    private static final List<ChatTurn> TRIAL = List.of(new ChatTurn(Speaker.USER, "Hello"));

    private final Renderer renderer;
    private final List<String> stops;
    private final Optional<String> notice;

    private ChatTemplate(Renderer renderer, List<String> stops, Optional<String> notice) {
        this.renderer = renderer;
        this.stops = stops;
        this.notice = notice;
    }

    /// Chooses how to render for a model.
    ///
    /// @param template the model's own; empty when it has none
    /// @param known    the engine's renderer
    public static ChatTemplate choose(Optional<String> template, Renderer known) {
        if (template.isEmpty() || template.get().isBlank()) {
            return new ChatTemplate(
                    (none, turns) -> Optional.of(plain(turns)),
                    List.of("\nUser:", "\nSystem:"),
                    Optional.of("This model has no chat template, so it is probably not made for conversations;"
                            + " it gets them as plain text, and its answers may wander."));
        }
        String own = template.get();
        if (known.render(own, TRIAL).isPresent()) {
            return new ChatTemplate((none, turns) -> known.render(own, turns), List.of(), Optional.empty());
        }
        return new ChatTemplate(
                (none, turns) -> Optional.of(chatMl(turns)),
                List.of("<|im_end|>"),
                Optional.of("Keepsake does not know this model's chat template and uses ChatML instead;"
                        + " if its answers look odd, choose another model."));
    }

    /// The prompt, ready for the answer; empty when the template refuses these messages (some want user and
    /// assistant to take turns).
    public Optional<String> render(List<ChatTurn> turns) {
        return renderer.render("", turns);
    }

    /// Texts that end an answer, beside the model's own end tokens.
    public List<String> stops() {
        return stops;
    }

    /// What the user should know about the choice.
    public Optional<String> notice() {
        return notice;
    }

    private static String chatMl(List<ChatTurn> turns) {
        StringBuilder prompt = new StringBuilder();
        for (ChatTurn turn : turns) {
            prompt.append("<|im_start|>").append(turn.speaker().id()).append('\n');
            prompt.append(turn.text()).append("<|im_end|>\n");
        }
        return prompt.append("<|im_start|>assistant\n").toString();
    }

    private static String plain(List<ChatTurn> turns) {
        StringBuilder prompt = new StringBuilder();
        for (ChatTurn turn : turns) {
            String who =
                    switch (turn.speaker()) {
                        case SYSTEM -> "System";
                        case USER -> "User";
                        case ASSISTANT -> "Assistant";
                    };
            prompt.append(who).append(": ").append(turn.text()).append('\n');
        }
        return prompt.append("Assistant:").toString();
    }
}
