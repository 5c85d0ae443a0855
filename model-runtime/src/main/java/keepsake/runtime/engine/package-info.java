/// What the rest of Keepsake sees of a language model: load it, ask it, stop it.
@NullMarked
package keepsake.runtime.engine;

import org.jspecify.annotations.NullMarked;
