/// Conversations and their messages.
@NullMarked
package keepsake.memory.conversation;

import org.jspecify.annotations.NullMarked;
