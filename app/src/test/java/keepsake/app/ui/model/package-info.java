@NullMarked
package keepsake.app.ui.model;

import org.jspecify.annotations.NullMarked;
