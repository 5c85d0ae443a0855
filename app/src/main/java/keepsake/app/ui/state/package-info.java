/// What views watch.
@NullMarked
package keepsake.app.ui.state;

import org.jspecify.annotations.NullMarked;
