package keepsake.app.ui.model;

import java.util.Optional;
import java.util.OptionalDouble;
import keepsake.app.ui.text.Texts;
import keepsake.runtime.engine.BudgetPreview;
import keepsake.runtime.engine.GenerationStats;
import keepsake.runtime.engine.MemoryBudget;
import keepsake.runtime.engine.RoutingLocality;

/// Speeds and budgets in sentences.
final class SpeedWords {
    private static final double NEARLY_ALL = 0.8;
    private static final double MOST = 0.5;

    private SpeedWords() {}

    /// How far an answer was from what the computer allows.
    static String bound(GenerationStats stats, OptionalDouble bound) {
        if (bound.isEmpty() || stats.decodeTps() <= 0) return Texts.of("speed.bound.unknown");
        double share = Math.min(1, stats.decodeTps() / bound.getAsDouble());
        double waiting = stats.decode().stallMillisPerToken() * stats.decodeTps() / 1000;
        String words = share >= NEARLY_ALL ? "near" : waiting >= MOST ? "waiting" : "computing";
        return Texts.of("speed.bound", share, bound.getAsDouble()) + " " + Texts.of("speed.bound." + words);
    }

    /// What a budget will cost, before it is chosen.
    static String cost(BudgetPreview preview, MemoryBudget budget, Optional<RoutingLocality> locality) {
        double share = preview.share(budget);
        if (preview.experts() == 0) return Texts.of("budget.cost.dense");
        if (share >= 1) return Texts.of("budget.cost.all");
        double hits = locality.map(known -> known.hitRate(share)).orElse(share);
        double read = (1 - hits) * preview.expertMibPerToken();
        return Texts.of("budget.cost", share, read)
                + " "
                + locality.map(known -> Texts.of("budget.cost.known", known.tokens()))
                        .orElse(Texts.of("budget.cost.guess"));
    }

    /// Why a budget is refused.
    static String refusal(BudgetPreview preview) {
        int two = preview.leastMib() - preview.dense() - preview.kv() - preview.scratch() - preview.host();
        return Texts.of(
                preview.experts() == 0 ? "budget.refused.dense" : "budget.refused",
                preview.leastMib(),
                preview.dense(),
                preview.kv(),
                preview.scratch() + preview.host(),
                two);
    }
}
