@NullMarked
package keepsake.runtime.bench;

import org.jspecify.annotations.NullMarked;
