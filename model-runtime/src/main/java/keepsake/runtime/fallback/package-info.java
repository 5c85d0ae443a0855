/// The fallback engine: llama.cpp b4916 as packed in the jar `de.kherud:llama`; the system pages the weights.
@NullMarked
package keepsake.runtime.fallback;

import org.jspecify.annotations.NullMarked;
