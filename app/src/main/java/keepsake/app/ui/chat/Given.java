package keepsake.app.ui.chat;

import java.util.Optional;
import keepsake.memory.MemoryId;

/// A memory that an answer was given.
///
/// @param reason empty when it was given in an earlier session
public record Given(
        MemoryId id,
        String text,
        Optional<String> reason,
        MemoryId message,
        long conversation,
        String conversationTitle) {}
