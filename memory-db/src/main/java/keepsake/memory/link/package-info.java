/// Entities, links between memories, and which memories were of use.
@NullMarked
package keepsake.memory.link;

import org.jspecify.annotations.NullMarked;
