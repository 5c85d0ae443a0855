/// What a model host keeps between two runs so that the next one begins warm: the evaluated beginning of prompts, and
/// how often each expert was used. All of it can be computed again; nothing fails when it is missing, damaged or
/// cannot be written. [SavedFolder][keepsake.runtime.saved.SavedFolder] can forget it at any time.
@NullMarked
package keepsake.runtime.saved;

import org.jspecify.annotations.NullMarked;
