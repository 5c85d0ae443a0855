/// Tests of the GGUF format, and the tiny models that other tests run.
@NullMarked
package keepsake.runtime.gguf;

import org.jspecify.annotations.NullMarked;
