/// Thinking with the model that is loaded, for reflection.
@NullMarked
package keepsake.app.reflection;

import org.jspecify.annotations.NullMarked;
