/// Where the bytes of experts are: on the SSD, or in memory of ours.
/// [ExpertCache][keepsake.runtime.residency.ExpertCache] decides,
/// [ResidentExperts][keepsake.runtime.residency.ResidentExperts] does it.
@NullMarked
package keepsake.runtime.residency;

import org.jspecify.annotations.NullMarked;
