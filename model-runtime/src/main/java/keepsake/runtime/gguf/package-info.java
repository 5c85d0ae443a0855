/// The GGUF file format: parsed, checked and written in Java.
@NullMarked
package keepsake.runtime.gguf;

import org.jspecify.annotations.NullMarked;
