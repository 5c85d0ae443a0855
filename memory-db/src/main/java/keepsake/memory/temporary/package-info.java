/// Conversations that leave no trace: in this process's memory only.
@NullMarked
package keepsake.memory.temporary;

import org.jspecify.annotations.NullMarked;
