/// The chat: what was said, the answer being written, the input.
@NullMarked
package keepsake.app.ui.chat;

import org.jspecify.annotations.NullMarked;
