package keepsake.memory.reflect;

import java.sql.SQLException;
import java.util.List;
import java.util.function.BooleanSupplier;
import keepsake.memory.sql.Sql;

/// Ties facts and messages to people, places and each other; the job [keepsake.memory.Reflection.Job#LINK] calls it.
/// What it changes in [#tables] is noted and can be undone without its help.
public interface Linking {

    /// The tables it changes and that undoing restores; none where everything is made again from facts and messages.
    /// Each has a column `id` as its primary key.
    List<String> tables();

    /// How much is waiting, for showing.
    long waiting(Sql sql) throws SQLException;

    /// Does the next piece of what is due in the caller's transaction, and keeps how far it has come there too.
    ///
    /// @param enough looked at after every message or fact; ends the piece
    /// @return whether there is more to do
    boolean step(Sql sql, BooleanSupplier enough) throws SQLException;
}
