package keepsake.app.home;

import keepsake.app.assistant.Assistant;
import keepsake.app.assistant.ModelSession;
import keepsake.memory.Memory;
import keepsake.runtime.catalogue.ModelFolder;

/// Everything that is open in one running Keepsake; the composition root makes it, the window and the commands use it.
public interface Keepsake extends AutoCloseable {
    Home home();

    Settings settings();

    Memory memory();

    ModelFolder models();

    ModelSession model();

    Assistant assistant();

    Capacity capacity();

    /// The same Keepsake for a temporary conversation: what is said in it stays in RAM, and nothing of it or of its
    /// prompts
    /// reaches the disk. Closing the result forgets the conversation and closes nothing else.
    Keepsake temporary(Memory.Reading reading);

    /// Closes the model host, then memory, then the lock.
    @Override
    void close();
}
