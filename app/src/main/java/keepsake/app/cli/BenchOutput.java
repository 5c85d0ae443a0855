package keepsake.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import keepsake.runtime.bench.BenchResult;
import keepsake.runtime.engine.MemoryBudget;

/// A benchmark's result, for scripts and for people.
final class BenchOutput {
    private static final double MIB = 1 << 20;
    private static final double NANOS_PER_MILLI = 1e6;

    private BenchOutput() {}

    static Json.Fields fields(BenchResult result) {
        int generated = result.request().generatedTokens();
        return new Json.Fields()
                .with("model", result.info().name())
                .with("path", result.request().model().toString())
                .with("engine", result.info().engineVersion())
                .with("architecture", result.info().architecture())
                .with("file_bytes", result.file().fileBytes())
                .with("type", result.file().type().name())
                .with("layers", result.info().layers())
                .with("experts", result.info().experts())
                .with("experts_used", result.info().expertsUsed())
                .with("locality", boxed(result.file().locality()))
                .with("cap_mib", boxed(result.capBytes()).map(bytes -> bytes >> 20))
                .with("prompt_tokens", result.request().promptTokens())
                .with("gen_tokens", generated)
                .with("token_source", result.request().source().id())
                .with("forced", result.forced())
                .with("batch_tokens", result.batchTokens())
                .with("prefill_tps", result.prefillTps())
                .with("decode_tps", result.decodeTps())
                .with("prefill_hit_rate", result.prefill().hitRate())
                .with("hit_rate", result.decode().hitRate())
                .with("prefill_mib_read", result.prefill().bytesRead() / MIB)
                .with("mib_read_per_token", result.decode().bytesRead() / MIB / generated)
                .with("stall_ms_per_token", result.decode().stallNanos() / NANOS_PER_MILLI / generated)
                .with("load_ms", result.info().loadMillis())
                .with("first_token_ms", result.prefillNanos() / NANOS_PER_MILLI)
                .with("peak_rss_mib", result.peakResident() / MIB)
                .with("budget", budget(result.info().budget()))
                .with("ssd_mib_s", result.bound().driveBytes() / MIB)
                .with("ram_mib_s", result.bound().memoryBytes() / MIB)
                .with("bound_tps", result.bound().decodeTps())
                .with("bound_fraction", result.boundFraction())
                .with("prefill_bound_tps", boxed(result.bound().prefillTps()))
                .with("tokens", result.tokens());
    }

    private static Json.Fields budget(MemoryBudget budget) {
        return new Json.Fields()
                .with("total", budget.total())
                .with("dense", budget.dense())
                .with("experts", budget.experts())
                .with("kv", budget.kv())
                .with("scratch", budget.scratch())
                .with("host", budget.host());
    }

    static String table(BenchResult result) {
        int generated = result.request().generatedTokens();
        MemoryBudget budget = result.info().budget();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("model", Prose.line(result.info().name(), 60) + ", " + shape(result)));
        boxed(result.file().locality())
                .ifPresent(dial -> rows.add(List.of("routing locality", String.format(Locale.ENGLISH, "%.3f", dial))));
        boxed(result.capBytes())
                .ifPresent(cap -> rows.add(List.of("memory cap", String.format(Locale.ENGLISH, "%,d MiB", cap >> 20))));
        rows.add(List.of(
                "budget",
                String.format(
                        Locale.ENGLISH,
                        "%,d MiB: dense %,d, experts %,d, keys and values %,d, scratch %,d, program %,d",
                        budget.total(),
                        budget.dense(),
                        budget.experts(),
                        budget.kv(),
                        budget.scratch(),
                        budget.host())));
        rows.add(List.of("most memory used", String.format(Locale.ENGLISH, "%,.0f MiB", result.peakResident() / MIB)));
        rows.add(List.of(
                "loading", String.format(Locale.ENGLISH, "%,d ms", result.info().loadMillis())));
        rows.add(List.of(
                "prompt",
                String.format(
                        Locale.ENGLISH,
                        "%.2f tokens/s for %,d %s tokens, first choice after %,.0f ms",
                        result.prefillTps(),
                        result.request().promptTokens(),
                        result.request().source().id(),
                        result.prefillNanos() / NANOS_PER_MILLI)));
        rows.add(
                List.of("", traffic(result.prefill().hitRate(), result.prefill().bytesRead() / MIB, "in all")));
        rows.add(List.of(
                "tokens",
                String.format(
                        Locale.ENGLISH,
                        "%.2f tokens/s for %,d tokens%s",
                        result.decodeTps(),
                        generated,
                        result.forced() ? ", given" : ", the model's own")));
        rows.add(List.of(
                "",
                traffic(result.decode().hitRate(), result.decode().bytesRead() / MIB / generated, "per token")
                        + String.format(
                                Locale.ENGLISH,
                                ", %.2f ms waited",
                                result.decode().stallNanos() / NANOS_PER_MILLI / generated)));
        rows.add(List.of(
                "possible here",
                String.format(
                        Locale.ENGLISH,
                        "%.2f tokens/s at this hit rate (%.0f %% reached); drive %,.0f MiB/s, memory %,.0f MiB/s",
                        result.bound().decodeTps(),
                        100 * result.boundFraction(),
                        result.bound().driveBytes() / MIB,
                        result.bound().memoryBytes() / MIB)));
        boxed(result.bound().prefillTps())
                .ifPresent(tps ->
                        rows.add(List.of("", String.format(Locale.ENGLISH, "%.2f tokens/s for a cold prompt", tps))));
        return Prose.table(rows);
    }

    private static String shape(BenchResult result) {
        String experts = result.info().experts() == 0
                ? "dense"
                : result.info().expertsUsed() + " of " + result.info().experts() + " experts";
        return "%s, %d layers, %s, %s, %s"
                .formatted(
                        Prose.line(result.info().architecture(), 30),
                        result.info().layers(),
                        experts,
                        result.file().type(),
                        Prose.size(result.file().fileBytes()));
    }

    private static String traffic(double hitRate, double mib, String per) {
        return String.format(
                Locale.ENGLISH, "%.1f %% of the experts in RAM, %,.2f MiB read %s", 100 * hitRate, mib, per);
    }

    private static Optional<Double> boxed(OptionalDouble value) {
        return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
    }

    private static Optional<Long> boxed(OptionalLong value) {
        return value.isPresent() ? Optional.of(value.getAsLong()) : Optional.empty();
    }
}
