@NullMarked
package keepsake.runtime.saved;

import org.jspecify.annotations.NullMarked;
