/// Erasing for good: what would go, the question, what became of it.
@NullMarked
package keepsake.app.ui.erase;

import org.jspecify.annotations.NullMarked;
