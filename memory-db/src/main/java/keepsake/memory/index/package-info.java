/// The text index that recall searches: words, places, and the score of a question's words around each message.
@NullMarked
package keepsake.memory.index;

import org.jspecify.annotations.NullMarked;
