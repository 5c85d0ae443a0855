@NullMarked
package keepsake.runtime.natives;

import org.jspecify.annotations.NullMarked;
