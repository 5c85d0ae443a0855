@NullMarked
package keepsake.app.ui.text;

import org.jspecify.annotations.NullMarked;
