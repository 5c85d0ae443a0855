/// llama.cpp's shared libraries through `java.lang.foreign`: where they lie, what is called, what their structs look
/// like. Nothing here knows of budgets, prompts or files of ours.
@NullMarked
package keepsake.runtime.natives;

import org.jspecify.annotations.NullMarked;
