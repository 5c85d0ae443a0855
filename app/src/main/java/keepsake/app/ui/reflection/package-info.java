/// What Keepsake made of what was said while nobody was there: when it thinks, what changed, and what it knows.
@NullMarked
package keepsake.app.ui.reflection;

import org.jspecify.annotations.NullMarked;
