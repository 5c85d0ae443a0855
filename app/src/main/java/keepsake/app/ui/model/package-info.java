/// Which model there is: the first-run page and the model panel.
@NullMarked
package keepsake.app.ui.model;

import org.jspecify.annotations.NullMarked;
