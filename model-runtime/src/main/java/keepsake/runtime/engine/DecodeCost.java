package keepsake.runtime.engine;

/// What the answer's tokens cost, without the prompt: each number is per token written after the first.
///
/// @param hitRate             share of expert uses found in RAM, 0..1; 1 when nothing is streamed
/// @param mibPerToken         MiB of experts read from the SSD
/// @param stallMillisPerToken milliseconds for which computing waited for experts
public record DecodeCost(double hitRate, double mibPerToken, double stallMillisPerToken) {
    /// Nothing is streamed, or nothing was written.
    public static final DecodeCost NONE = new DecodeCost(1, 0, 0);
}
