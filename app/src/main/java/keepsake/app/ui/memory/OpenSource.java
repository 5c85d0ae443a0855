package keepsake.app.ui.memory;

import keepsake.memory.MemoryId;

/// Shows a message in its conversation. Called on the FX thread.
@FunctionalInterface
public interface OpenSource {
    void open(long conversationId, MemoryId message);
}
