@NullMarked
package keepsake.app.ui.reflection;

import org.jspecify.annotations.NullMarked;
