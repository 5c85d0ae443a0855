/// The SQLite file: opening, migrating, writing.
@NullMarked
package keepsake.memory.store;

import org.jspecify.annotations.NullMarked;
