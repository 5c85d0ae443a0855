/// The open memory: the composition of its parts.
@NullMarked
package keepsake.memory.store;

import org.jspecify.annotations.NullMarked;
