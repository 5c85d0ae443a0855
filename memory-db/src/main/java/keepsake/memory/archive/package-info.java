/// Conversations, facts and identity from and to elsewhere: the rows, by keys that are the same in every copy.
/// The file formats are in `archive.format`.
@NullMarked
package keepsake.memory.archive;

import org.jspecify.annotations.NullMarked;
