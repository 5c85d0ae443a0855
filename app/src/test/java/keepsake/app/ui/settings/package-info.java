@NullMarked
package keepsake.app.ui.settings;

import org.jspecify.annotations.NullMarked;
