/// Words for people: the resource bundle, dates, sizes.
@NullMarked
package keepsake.app.ui.text;

import org.jspecify.annotations.NullMarked;
