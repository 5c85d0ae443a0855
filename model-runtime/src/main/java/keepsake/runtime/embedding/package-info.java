/// Text to vectors, in this process: a small sentence model on onnxruntime with a tokenizer of its own. No network.
@NullMarked
package keepsake.runtime.embedding;

import org.jspecify.annotations.NullMarked;
