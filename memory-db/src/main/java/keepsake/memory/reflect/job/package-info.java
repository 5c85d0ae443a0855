/// The jobs of reflection, by rules and with a model.
@NullMarked
package keepsake.memory.reflect.job;

import org.jspecify.annotations.NullMarked;
