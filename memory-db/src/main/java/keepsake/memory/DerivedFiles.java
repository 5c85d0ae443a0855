package keepsake.memory;

/// Files beside the database that something made from memories: forgotten whenever anything is hidden or erased.
@FunctionalInterface
public interface DerivedFiles {

    /// Removes them. Called after an erasure, and again at the next opening when a kill came in between; harmless when
    /// called twice.
    ///
    /// @throws MemoryException when they cannot be removed; the erasure stays pending and is tried again
    void forget();
}
