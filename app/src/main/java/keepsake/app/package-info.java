/// The desktop app and its command line.
@NullMarked
package keepsake.app;

import org.jspecify.annotations.NullMarked;
