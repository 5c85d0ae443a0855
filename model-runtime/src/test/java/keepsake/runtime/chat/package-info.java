@NullMarked
package keepsake.runtime.chat;

import org.jspecify.annotations.NullMarked;
