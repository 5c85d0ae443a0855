@NullMarked
package keepsake.runtime.grammar;

import org.jspecify.annotations.NullMarked;
