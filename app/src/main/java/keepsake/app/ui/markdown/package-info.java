/// Markdown as plain JavaFX nodes.
@NullMarked
package keepsake.app.ui.markdown;

import org.jspecify.annotations.NullMarked;
