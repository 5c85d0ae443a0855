/// Files for the user, outside of the home.
@NullMarked
package keepsake.memory.output;

import org.jspecify.annotations.NullMarked;
