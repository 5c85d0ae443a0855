/// Words: folding, stop words, what counts as telling.
@NullMarked
package keepsake.memory.text;

import org.jspecify.annotations.NullMarked;
