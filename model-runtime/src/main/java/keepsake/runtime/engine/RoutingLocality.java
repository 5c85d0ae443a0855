package keepsake.runtime.engine;

import java.util.List;

/// How much a model's recent tokens had in common: what a cache of experts can live on.
///
/// @param tokens   tokens that this is about
/// @param repeated share of the experts used by a token that the token before it used as well, mean over layers, 0..1
/// @param curve    by size of the cache, smallest first; not empty
public record RoutingLocality(int tokens, double repeated, List<Point> curve) {

    /// @param percent of all experts that fit into the cache, 1..100
    /// @param hitRate share of uses that would have been found there, 0..1
    public record Point(int percent, double hitRate) {}

    /// The hit rate with room for a share of the experts: between the points of the curve by a straight line, below the
    /// first one towards nothing.
    ///
    /// @param share 0..1
    public double hitRate(double share) {
        double percent = 100 * Math.clamp(share, 0, 1);
        double fromPercent = 0;
        double fromRate = 0;
        for (Point point : curve) {
            if (percent <= point.percent()) {
                double way = (percent - fromPercent) / (point.percent() - fromPercent);
                return fromRate + way * (point.hitRate() - fromRate);
            }
            fromPercent = point.percent();
            fromRate = point.hitRate();
        }
        return fromRate;
    }
}
