/// The SQLite file: opening, migrating, reading and writing. Knows no tables.
@NullMarked
package keepsake.memory.sql;

import org.jspecify.annotations.NullMarked;
