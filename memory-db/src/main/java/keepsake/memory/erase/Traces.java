package keepsake.memory.erase;

import java.sql.SQLException;
import java.util.Collection;
import keepsake.memory.sql.Sql;

/// A part of Keepsake that keeps something of messages or facts outside their own rows: an index, a cache, a file.
/// Registered when the memory is opened; each is called for every erasure, hiding and showing, whoever asks.
public interface Traces {

    /// In the transaction that erases, while the rows are still there: takes out what was derived from them. Must leave
    /// no row that refers to them.
    ///
    /// @param messages ids
    /// @param facts    ids
    default void forget(Sql sql, Collection<Long> messages, Collection<Long> facts) throws SQLException {}

    /// After the transaction, and again at the next opening when a kill came in between: takes the bytes out of files
    /// beside the database. Does nothing harmful when called twice.
    ///
    /// @throws keepsake.memory.MemoryException when a file cannot be cleaned; the erasure stays pending
    default void afterwards() {}

    /// In the transaction that hides messages from search and recall.
    default void hide(Sql sql, Collection<Long> messages) throws SQLException {}

    /// In the transaction that shows them again.
    default void show(Sql sql, Collection<Long> messages) throws SQLException {}
}
