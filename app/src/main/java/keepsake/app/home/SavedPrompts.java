package keepsake.app.home;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Collection;
import keepsake.memory.MemoryException;
import keepsake.memory.erase.Traces;
import keepsake.memory.sql.Sql;
import keepsake.runtime.saved.SavedFolder;

/// The model host's saved prompt states as traces of the memory: numbers made from the profile, which must go with what
/// is erased or hidden. Threads: any.
final class SavedPrompts implements Traces {
    private final SavedFolder saved;

    SavedPrompts(SavedFolder saved) {
        this.saved = saved;
    }

    @Override
    public void afterwards() {
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

    /// What is hidden can come back, a prompt state is only made again.
    @Override
    public void hide(Sql sql, Collection<Long> messages) throws SQLException {
        afterwards();
    }
}
