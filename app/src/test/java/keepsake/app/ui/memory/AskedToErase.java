package keepsake.app.ui.memory;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import keepsake.app.ui.erase.Eraser;
import keepsake.memory.MemoryId;

/// Erases nothing, and says what it was asked for.
public final class AskedToErase implements Eraser {
    private final List<String> seen = new CopyOnWriteArrayList<>();

    public List<String> seen() {
        return List.copyOf(seen);
    }

    @Override
    public void fact(MemoryId fact, String statement) {
        seen.add("fact " + statement);
    }

    @Override
    public void message(MemoryId message, String quote) {
        seen.add("message " + quote);
    }

    @Override
    public void conversation(long conversation, String title) {
        seen.add("conversation " + title);
    }
}
