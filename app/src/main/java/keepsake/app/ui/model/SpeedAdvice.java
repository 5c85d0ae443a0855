package keepsake.app.ui.model;

import keepsake.app.ui.text.Texts;
import keepsake.runtime.engine.BudgetPreview;
import keepsake.runtime.engine.GenerationStats;
import keepsake.runtime.engine.MemoryBudget;
import keepsake.runtime.engine.RoutingLocality;

/// What a larger budget would do for this model on this user's chats. An estimate: a token's waiting shrinks as the
/// misses do, by the replayed hit rates; everything else takes as long as now.
final class SpeedAdvice {
    /// A shorter answer says too little about speed.
    private static final int LEAST_TOKENS = 16;

    /// Worth a person's attention.
    private static final double WORTH_IT = 1.25;

    private static final double HARDLY = 1.1;

    /// Amounts are advised in whole steps, MiB.
    private static final int STEP = 50;

    private static final int[] PERCENTS = {25, 40, 50, 60, 75, 100};

    private SpeedAdvice() {}

    static String of(GenerationStats stats, MemoryBudget budget, BudgetPreview preview, RoutingLocality locality) {
        double share = preview.share(budget);
        if (share >= 1) return Texts.of("speed.advice.all");
        if (stats.answerTokens() < LEAST_TOKENS || stats.decodeTps() <= 0) return Texts.of("speed.advice.short");
        int room = preview.spareMib() - budget.total();
        double possible = 1;
        for (int percent : PERCENTS) {
            double target = percent / 100.0;
            if (target <= share) continue;
            int more = (int) Math.ceil((target - share) * preview.experts() / STEP) * STEP;
            double factor = factor(stats, locality.hitRate(share), locality.hitRate(target));
            possible = Math.max(possible, factor);
            if (factor < WORTH_IT) continue;
            return more <= room ? Texts.of("speed.advice.more", more, factor) : Texts.of("speed.advice.no-room", more);
        }
        return Texts.of(possible < HARDLY ? "speed.advice.enough" : "speed.advice.little", possible);
    }

    /// How many times as fast.
    private static double factor(GenerationStats stats, double hitsNow, double hitsThen) {
        double token = 1000 / stats.decodeTps();
        double waiting = Math.min(stats.decode().stallMillisPerToken(), token);
        double missesLeft = hitsNow >= 1 ? 1 : Math.clamp((1 - hitsThen) / (1 - hitsNow), 0, 1);
        return token / (token - waiting * (1 - missesLeft));
    }
}
