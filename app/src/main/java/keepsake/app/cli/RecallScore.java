package keepsake.app.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Counts what recall finds, as the LoCoMo paper does: the share of a question's evidence among the first k, averaged
/// over
/// questions; a question without evidence counts 1.
final class RecallScore {
    private static final int[] CUTS = {5, 10, 25, 50};
    private static final int NDCG = 10;

    private final Sum all = new Sum();
    private final Map<String, Sum> categories = new TreeMap<>();
    private final List<Double> milliseconds = new ArrayList<>();

    private static final class Sum {
        private final double[] recall = new double[CUTS.length];
        private double ndcg;
        private int questions;

        double recall(int cut) {
            return questions == 0 ? 0 : 100 * recall[cut] / questions;
        }

        double ndcg() {
            return questions == 0 ? 0 : 100 * ndcg / questions;
        }

        Json.Fields fields() {
            Json.Fields fields = new Json.Fields();
            for (int i = 0; i < CUTS.length; i++) fields.with("r" + CUTS[i], recall(i));
            return fields.with("ndcg10", ndcg()).with("questions", questions);
        }

        String line(String name) {
            return String.format(
                    Locale.ROOT,
                    "%-8s R@5/10/25/50 %.1f/%.1f/%.1f/%.1f  NDCG@10 %.1f  (%d questions)",
                    name,
                    recall(0),
                    recall(1),
                    recall(2),
                    recall(3),
                    ndcg(),
                    questions);
        }
    }

    void add(String category, List<String> evidence, List<String> ranking, double took) {
        for (Sum sum : List.of(all, categories.computeIfAbsent(category, c -> new Sum()))) {
            sum.questions++;
            for (int i = 0; i < CUTS.length; i++) sum.recall[i] += recall(evidence, ranking, CUTS[i]);
            sum.ndcg += ndcg(evidence, ranking);
        }
        milliseconds.add(took);
    }

    private static double recall(List<String> evidence, List<String> ranking, int cut) {
        if (evidence.isEmpty()) return 1;
        List<String> first = ranking.subList(0, Math.min(cut, ranking.size()));
        return (double) evidence.stream().filter(first::contains).count() / evidence.size();
    }

    private static double ndcg(List<String> evidence, List<String> ranking) {
        if (evidence.isEmpty()) return 1;
        double gained = 0;
        for (int i = 0; i < Math.min(NDCG, ranking.size()); i++) {
            if (evidence.contains(ranking.get(i))) gained += gain(i);
        }
        double ideal = 0;
        for (int i = 0; i < Math.min(NDCG, evidence.size()); i++) ideal += gain(i);
        return gained / ideal;
    }

    private static double gain(int position) {
        return Math.log(2) / Math.log(position + 2);
    }

    Json.Fields fields() {
        Json.Fields named = new Json.Fields();
        categories.forEach((name, sum) -> named.with(name, sum.fields()));
        return new Json.Fields()
                .with("all", all.fields())
                .with("categories", named)
                .with(
                        "latency_ms",
                        new Json.Fields().with("p50", percentile(0.5)).with("p95", percentile(0.95)))
                .with("questions", all.questions);
    }

    String sentences() {
        List<String> lines = new ArrayList<>();
        lines.add(all.line("all"));
        categories.forEach((name, sum) -> lines.add(sum.line(name)));
        lines.add(String.format(
                Locale.ROOT, "Time per question: p50 %.1f ms, p95 %.1f ms", percentile(0.5), percentile(0.95)));
        return String.join(System.lineSeparator(), lines);
    }

    private double percentile(double share) {
        if (milliseconds.isEmpty()) return 0;
        double[] sorted = milliseconds.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(share * (sorted.length - 1)))];
    }
}
