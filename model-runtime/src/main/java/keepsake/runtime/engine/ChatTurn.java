package keepsake.runtime.engine;

import java.util.Locale;

/// One message of a prompt.
public record ChatTurn(Speaker speaker, String text) {
    /// Who says it, in the words of chat templates.
    public enum Speaker {
        SYSTEM,
        USER,
        ASSISTANT;

        /// The role name of chat templates: `system`, `user`, `assistant`.
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
