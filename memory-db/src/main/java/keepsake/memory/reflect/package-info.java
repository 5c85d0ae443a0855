/// Reflection in SQLite: jobs, runs, what they changed, and undoing it.
@NullMarked
package keepsake.memory.reflect;

import org.jspecify.annotations.NullMarked;
