@NullMarked
package keepsake.runtime.host;

import org.jspecify.annotations.NullMarked;
