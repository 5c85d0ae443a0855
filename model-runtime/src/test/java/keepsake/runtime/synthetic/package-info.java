@NullMarked
package keepsake.runtime.synthetic;

import org.jspecify.annotations.NullMarked;
