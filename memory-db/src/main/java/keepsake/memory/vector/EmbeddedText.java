package keepsake.memory.vector;

import keepsake.memory.Fact;
import keepsake.memory.Message;

/// What an embedding model is given of a memory. Whoever changes this changes [#FORM] too: it is part of the name of
/// the vectors' model, so that everything is embedded anew.
final class EmbeddedText {
    static final String FORM = "1";

    private EmbeddedText() {}

    /// A message. Measured on dialogue (docs/decisions/0121): the day in front of it hurts, the name of the speaker
    /// helps where several people talk; here they are two, and who asks says "I" as they did then.
    static String of(Message.Role role, String text) {
        return switch (role) {
            case USER, ASSISTANT -> text;
        };
    }

    /// A fact.
    static String of(String subject, String statement) {
        return subject.equals(Fact.USER) ? statement : subject + ": " + statement;
    }
}
