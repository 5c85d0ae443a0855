@NullMarked
package keepsake.app.ui.conversations;

import org.jspecify.annotations.NullMarked;
