/// The identity: autofill fields, proposals, exports.
@NullMarked
package keepsake.memory.identity;

import org.jspecify.annotations.NullMarked;
