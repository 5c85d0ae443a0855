/// The GGUF file format: parsed, checked and written in Java.
///
/// Layout, little endian: magic `GGUF`, version (u32), tensor count (i64), key count (i64); per key its name, the
/// type of its value (u32) and the value; per tensor its name, the number of dimensions (u32), the dimensions (i64
/// each, the fastest varying first), the type (u32) and the offset (u64, from the beginning of the data); padding
/// to the alignment; then the data of the tensors in the order of their description, each padded to the alignment.
/// A string is its length in bytes (u64) and UTF-8; an array is the type of its elements (u32), their number (u64)
/// and the elements.
@NullMarked
package keepsake.runtime.gguf;

import org.jspecify.annotations.NullMarked;
