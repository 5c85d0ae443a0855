package keepsake.memory.archive;

import java.util.List;
import java.util.Optional;
import keepsake.memory.ArchivedMessage;
import keepsake.memory.Message;
import keepsake.memory.conversation.Tellings;
import keepsake.memory.never.Screen;
import keepsake.memory.text.Words;

/// A message with all that needs no database to find out.
///
/// @param key     as it is kept
/// @param text    as it is kept
/// @param told    what the user tells in it; a named speaker is somebody else
/// @param toldKey `told` normalised
record PreparedMessage(
        ArchivedMessage message, String key, String text, Optional<String> told, Optional<String> toldKey) {

    static List<PreparedMessage> all(List<ArchivedMessage> messages) {
        return messages.stream().map(PreparedMessage::of).toList();
    }

    /// As the rules allow it to be kept.
    PreparedMessage screened(Screen screen) {
        String kept = screen.text(text);
        return kept.equals(text) ? this : of(message, kept);
    }

    private static PreparedMessage of(ArchivedMessage message) {
        return of(message, Words.wellFormed(message.text()));
    }

    private static PreparedMessage of(ArchivedMessage message, String text) {
        boolean byUser =
                message.role() == Message.Role.USER && message.speaker().isEmpty();
        Optional<String> told = byUser ? Tellings.of(text) : Optional.empty();
        return new PreparedMessage(message, Words.wellFormed(message.key()), text, told, told.map(Words::key));
    }
}
