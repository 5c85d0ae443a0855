@NullMarked
package keepsake.runtime.streaming;

import org.jspecify.annotations.NullMarked;
