/// Work off the FX thread.
@NullMarked
package keepsake.app.ui.background;

import org.jspecify.annotations.NullMarked;
