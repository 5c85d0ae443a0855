/// Making a damaged memory usable again: everything that can be read goes into a new file.
@NullMarked
package keepsake.memory.repair;

import org.jspecify.annotations.NullMarked;
