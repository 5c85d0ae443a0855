/// The streaming engine: llama.cpp computes, we own where the bytes of the experts are.
@NullMarked
package keepsake.runtime.streaming;

import org.jspecify.annotations.NullMarked;
