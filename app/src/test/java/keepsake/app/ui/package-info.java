@NullMarked
package keepsake.app.ui;

import org.jspecify.annotations.NullMarked;
