/// How long messages are kept.
@NullMarked
package keepsake.memory.retention;

import org.jspecify.annotations.NullMarked;
