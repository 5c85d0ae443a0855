/// The window's frame: what is where, the keyboard, the theme.
@NullMarked
package keepsake.app.ui.shell;

import org.jspecify.annotations.NullMarked;
