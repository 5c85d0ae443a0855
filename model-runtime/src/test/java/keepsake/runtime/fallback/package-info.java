@NullMarked
package keepsake.runtime.fallback;

import org.jspecify.annotations.NullMarked;
