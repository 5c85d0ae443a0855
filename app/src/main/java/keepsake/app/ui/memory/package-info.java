/// The memory panel: what Keepsake knows, from where, and the way to change it.
@NullMarked
package keepsake.app.ui.memory;

import org.jspecify.annotations.NullMarked;
