package keepsake.memory.store;

import java.nio.file.Path;
import java.time.InstantSource;
import keepsake.memory.Memory;

/// To be written by the memory work.
public abstract class SqliteMemory implements Memory {
    @SuppressWarnings("DoNotCallSuggester")
    public static Memory open(Path directory, InstantSource clock) {
        throw new UnsupportedOperationException(directory + " " + clock);
    }
}
