@NullMarked
package keepsake.memory.thinking;

import org.jspecify.annotations.NullMarked;
