/// What ties memory and model together: one turn of a conversation, from the user's words to the kept answer.
@NullMarked
package keepsake.app.assistant;

import org.jspecify.annotations.NullMarked;
