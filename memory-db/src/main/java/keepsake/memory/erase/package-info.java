/// Forgetting: hiding, erasing for good, cleaning the files.
@NullMarked
package keepsake.memory.erase;

import org.jspecify.annotations.NullMarked;
