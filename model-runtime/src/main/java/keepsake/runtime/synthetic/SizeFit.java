package keepsake.runtime.synthetic;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keepsake.runtime.gguf.GgmlType;

/// Finds the dimensions that make a model of a given size. Layers are given up first, because speed per layer stays
/// what it is; then width; then experts, because their number decides how well a cache works.
final class SizeFit {
    private static final int STEP = 256;
    /// How much a deviation counts, per factor of e: of the size itself, of layers, widths, proportions, experts.
    private static final double SIZE = 30;
    /// Beyond this the size is missed, which counts more than anything else.
    private static final double NEAR = 0.1;

    private static final double MISSED = 3000;

    private static final double LAYERS = 1;
    private static final double WIDTH = 3;
    private static final double PROPORTION = 2;
    private static final double EXPERTS = 60;
    /// For each layer below four: the cycle of a token would be too short to say anything about a cache.
    private static final double FEW_LAYERS = 6;

    private static final int ENOUGH_LAYERS = 4;

    private SizeFit() {}

    static SyntheticModel find(SyntheticShape shape, long bytes, GgmlType type, double locality, long seed) {
        Optional<SyntheticModel> best = Optional.empty();
        double least = Double.MAX_VALUE;
        for (int experts : experts(shape)) {
            int used = Math.min(shape.expertsUsed, Math.max(2, experts / 4));
            for (int embedding : widths(shape.embedding, type, STEP)) {
                for (int width : widths(shape.expertWidth, type, type.blockSize() == STEP ? STEP : 64)) {
                    SyntheticModel one =
                            new SyntheticModel(shape, 1, embedding, width, experts, used, type, locality, seed);
                    // Layers are alike: two sizes tell all.
                    long single = one.bytes();
                    long layer = withLayers(one, 2).bytes() - single;
                    int more = (int) Math.max(0, Math.round((bytes - single) / (double) layer));
                    SyntheticModel model = withLayers(one, 1 + more);
                    double cost = cost(model, (double) (single + more * layer) / bytes);
                    if (cost < least) {
                        least = cost;
                        best = Optional.of(model);
                    }
                }
            }
        }
        return best.orElseThrow();
    }

    private static SyntheticModel withLayers(SyntheticModel model, int layers) {
        return new SyntheticModel(
                model.shape(),
                layers,
                model.embedding(),
                model.expertWidth(),
                model.experts(),
                model.expertsUsed(),
                model.type(),
                model.locality(),
                model.seed());
    }

    /// @param reached the size reached, in sizes asked for
    private static double cost(SyntheticModel model, double reached) {
        SyntheticShape shape = model.shape();
        double narrower = lost(shape.embedding, model.embedding());
        double thinner = lost(shape.expertWidth, model.expertWidth());
        double off = Math.abs(Math.log(reached));
        return SIZE * off
                + MISSED * Math.max(0, off - NEAR)
                + LAYERS * lost(shape.layers, model.layers())
                + FEW_LAYERS * Math.max(0, ENOUGH_LAYERS - model.layers())
                + WIDTH * (narrower + thinner)
                + PROPORTION * Math.abs(narrower - thinner)
                + EXPERTS * lost(shape.experts, model.experts());
    }

    private static double lost(int real, int kept) {
        return Math.max(0, Math.log((double) real / kept));
    }

    /// The real width where the type's blocks allow it, and every multiple of `step` below, up to 256 in smaller steps.
    private static List<Integer> widths(int real, GgmlType type, int step) {
        List<Integer> widths = new ArrayList<>();
        if (real % type.blockSize() == 0) widths.add(real);
        for (int width = (real - 1) / STEP * STEP; width > 0; width -= width <= STEP ? step : STEP) widths.add(width);
        return widths;
    }

    private static List<Integer> experts(SyntheticShape shape) {
        List<Integer> counts = new ArrayList<>();
        for (int count = shape.experts; count >= 4; count -= count > 32 ? 8 : 2) counts.add(count);
        return counts;
    }
}
