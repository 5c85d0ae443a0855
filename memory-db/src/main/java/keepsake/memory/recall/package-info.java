/// Finding memories for a question.
@NullMarked
package keepsake.memory.recall;

import org.jspecify.annotations.NullMarked;
