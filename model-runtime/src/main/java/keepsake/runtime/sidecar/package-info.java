/// A file beside a model that holds its experts the way they are computed with, each in one piece: made once, for one
/// computer, and only ever another source of the same bytes. Owns the format, its reading and its writing; what the
/// right way is comes from `streaming`.
@NullMarked
package keepsake.runtime.sidecar;

import org.jspecify.annotations.NullMarked;
