@NullMarked
package keepsake.runtime.residency;

import org.jspecify.annotations.NullMarked;
