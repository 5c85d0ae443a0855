/// What the window says: texts from resource bundles, counts, dates, sentences for failures.
@NullMarked
package keepsake.app.ui.wording;

import org.jspecify.annotations.NullMarked;
