/// Vectors of messages and facts: kept in the database, found through a compact index of their signs.
@NullMarked
package keepsake.memory.vector;

import org.jspecify.annotations.NullMarked;
