/// What is never kept, how long the rest is, and how it is found: a section of the settings.
@NullMarked
package keepsake.app.ui.privacy;

import org.jspecify.annotations.NullMarked;
