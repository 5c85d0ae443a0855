@NullMarked
package keepsake.installer;

import org.jspecify.annotations.NullMarked;
