/// What the user never wants kept.
@NullMarked
package keepsake.memory.never;

import org.jspecify.annotations.NullMarked;
