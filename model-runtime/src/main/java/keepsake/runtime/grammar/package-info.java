/// Forms that an answer can be forced into.
@NullMarked
package keepsake.runtime.grammar;

import org.jspecify.annotations.NullMarked;
