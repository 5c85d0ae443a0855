/// Models made up for measuring: the proportions of real mixtures of experts in any size, random weights, and a dial
/// for how local their routing is. [SyntheticFile][keepsake.runtime.synthetic.SyntheticFile] writes them.
@NullMarked
package keepsake.runtime.synthetic;

import org.jspecify.annotations.NullMarked;
