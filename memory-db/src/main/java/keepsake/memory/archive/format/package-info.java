/// The files that conversations come in and go out with: other assistants' exports, notes, and Keepsake's own.
///
/// A reader turns a file into what it says and hands it to an [Intake]; a writer is handed the same. Nothing here knows
/// the database. Files are hostile input: everything is bounded, nothing is unpacked to disk, no reader recurses over
/// what a file nests.
@NullMarked
package keepsake.memory.archive.format;

import org.jspecify.annotations.NullMarked;
