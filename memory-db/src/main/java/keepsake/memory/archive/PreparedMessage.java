package keepsake.memory.archive;

import java.util.List;
import java.util.Optional;
import keepsake.memory.ArchivedMessage;
import keepsake.memory.Message;
import keepsake.memory.conversation.Tellings;
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

    private static PreparedMessage of(ArchivedMessage message) {
        String text = Words.wellFormed(message.text());
        boolean byUser =
                message.role() == Message.Role.USER && message.speaker().isEmpty();
        Optional<String> told = byUser ? Tellings.of(text) : Optional.empty();
        return new PreparedMessage(message, Words.wellFormed(message.key()), text, told, told.map(Words::key));
    }
}
