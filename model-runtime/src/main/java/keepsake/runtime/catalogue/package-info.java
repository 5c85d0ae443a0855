/// The models Keepsake knows how to get, and those that lie in its folder.
@NullMarked
package keepsake.runtime.catalogue;

import org.jspecify.annotations.NullMarked;
