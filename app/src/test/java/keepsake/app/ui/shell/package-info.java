/// The whole window.
@NullMarked
package keepsake.app.ui.shell;

import org.jspecify.annotations.NullMarked;
