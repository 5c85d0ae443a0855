/// What Keepsake remembers: conversations kept verbatim, facts with their sources, recall over both, and the identity.
///
/// One SQLite file. Everything here blocks on the disk and may be called from any thread; writes are serialised.
/// Failures are [MemoryException]s whose message is a plain sentence.
@NullMarked
package keepsake.memory;

import org.jspecify.annotations.NullMarked;
