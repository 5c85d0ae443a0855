package keepsake.app.ui.erase;

import keepsake.memory.MemoryId;

/// Asks whether something shall be erased for good; nothing is erased before the user says so. Called on the FX thread.
public interface Eraser {
    void fact(MemoryId fact, String statement);

    /// @param quote words of the message, to tell it by
    void message(MemoryId message, String quote);

    void conversation(long conversation, String title);
}
