package keepsake.app.home;

import java.io.IOException;
import keepsake.memory.DerivedFiles;
import keepsake.memory.MemoryException;
import keepsake.runtime.saved.SavedFolder;

/// The model host's saved prompt states: numbers made from the profile, which go with what is erased or hidden. They
/// are
/// only made again. Threads: any.
///
/// @param saved where the model host keeps them
record SavedPrompts(SavedFolder saved) implements DerivedFiles {
    @Override
    public void forget() {
        try {
            saved.forgetPrompts();
        } catch (IOException stuck) {
            throw new MemoryException(
                    MemoryException.Reason.FAILED,
                    "What was saved of the earlier prompt could not be deleted (" + stuck.getMessage()
                            + "). Run 'keepsake model forget', or delete Keepsake's cache folder.",
                    stuck);
        }
    }
}
