/// What a language model adds to reflection: how it is asked, and how its answers are checked. It knows a model only as
/// a [keepsake.memory.Thinker].
@NullMarked
package keepsake.memory.thinking;

import org.jspecify.annotations.NullMarked;
