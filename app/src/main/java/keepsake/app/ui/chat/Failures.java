package keepsake.app.ui.chat;

import java.util.List;
import java.util.Optional;
import keepsake.app.assistant.ModelSession;
import keepsake.app.ui.text.Texts;
import keepsake.memory.MemoryException;
import keepsake.memory.Message;

/// What is said about an answer that is not whole, and what can be done about it.
final class Failures {
    private Failures() {}

    /// Why an answer is not whole, for the user.
    static Optional<String> problem(Message message) {
        return message.state() == Message.State.INTERRUPTED
                ? Optional.of(Texts.of("chat.interrupted"))
                : message.problem();
    }

    /// @param model where the model stands now: what helps depends on it
    static List<Entry.Remedy> remedies(Message message, ModelSession.State model) {
        return switch (message.state()) {
            case WRITING, COMPLETE, STOPPED -> List.of();
            case INTERRUPTED -> List.of(Entry.Remedy.TRY_AGAIN);
            case FAILED ->
                switch (model) {
                    case ModelSession.State.None _ -> List.of(Entry.Remedy.CHOOSE_MODEL);
                    case ModelSession.State.Failed _ -> List.of(Entry.Remedy.RESTART_MODEL, Entry.Remedy.CHOOSE_MODEL);
                    case ModelSession.State.Loading _, ModelSession.State.Ready _ -> List.of(Entry.Remedy.TRY_AGAIN);
                };
        };
    }

    /// What the memory says, or that something is wrong with Keepsake.
    static String sentence(Exception failure) {
        String known = failure instanceof MemoryException ? failure.getMessage() : null;
        return known == null ? Texts.of("chat.fault", failure) : known;
    }
}
