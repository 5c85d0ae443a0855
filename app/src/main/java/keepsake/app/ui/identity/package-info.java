/// The identity page: who the user is, by the names that web forms use, and the export of it.
@NullMarked
package keepsake.app.ui.identity;

import org.jspecify.annotations.NullMarked;
