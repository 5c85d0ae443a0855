/// What a user plainly says about their life, by rules, English and German: text in, candidate facts out.
@NullMarked
package keepsake.memory.extract;

import org.jspecify.annotations.NullMarked;
