/// Where Keepsake's files lie, who may open them, and everything that is open in one running Keepsake.
@NullMarked
package keepsake.app.home;

import org.jspecify.annotations.NullMarked;
