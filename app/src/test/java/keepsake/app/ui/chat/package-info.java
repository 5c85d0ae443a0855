@NullMarked
package keepsake.app.ui.chat;

import org.jspecify.annotations.NullMarked;
