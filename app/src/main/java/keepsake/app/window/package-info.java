/// The window.
@NullMarked
package keepsake.app.window;

import org.jspecify.annotations.NullMarked;
