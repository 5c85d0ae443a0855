/// When: the times that people write, as intervals. By rules alone, English first, then German.
@NullMarked
package keepsake.memory.time;

import org.jspecify.annotations.NullMarked;
