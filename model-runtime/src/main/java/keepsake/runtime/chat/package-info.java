/// What engines share about conversations: how messages become a prompt.
@NullMarked
package keepsake.runtime.chat;

import org.jspecify.annotations.NullMarked;
