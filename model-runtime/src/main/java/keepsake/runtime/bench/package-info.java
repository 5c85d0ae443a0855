/// Measuring a model on this computer, in this process: [ModelBench][keepsake.runtime.bench.ModelBench] drives the
/// streaming engine and sets its speed against what drive and memory allow.
@NullMarked
package keepsake.runtime.bench;

import org.jspecify.annotations.NullMarked;
