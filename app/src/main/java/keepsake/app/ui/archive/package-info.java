/// Bringing conversations along and taking everything along: a section of the settings.
@NullMarked
package keepsake.app.ui.archive;

import org.jspecify.annotations.NullMarked;
