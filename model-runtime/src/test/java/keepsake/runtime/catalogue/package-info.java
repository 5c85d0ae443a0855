/// Tests of the model folder, and the recipe that makes a small mixture of experts from the smoke model.
@NullMarked
package keepsake.runtime.catalogue;

import org.jspecify.annotations.NullMarked;
