/// Looks at the window's parts: sample data through the real memory, pictures in both themes.
@NullMarked
package keepsake.app.ui.gallery;

import org.jspecify.annotations.NullMarked;
