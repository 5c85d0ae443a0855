/// Facts and their sources.
@NullMarked
package keepsake.memory.fact;

import org.jspecify.annotations.NullMarked;
