package keepsake.app.ui.model;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import keepsake.app.assistant.ModelSession.State;
import keepsake.app.ui.text.Sizes;
import keepsake.app.ui.text.Texts;
import keepsake.runtime.engine.EngineKind;
import keepsake.runtime.engine.MemoryBudget;
import keepsake.runtime.engine.ModelInfo;

/// A model in words.
public final class ModelWords {
    private static final String GGUF = ".gguf";

    private ModelWords() {}

    /// One line: `Qwen2.5 · streaming · 1,200 MiB`, `Loading starter: reading weights, 40 %`.
    public static String status(State state) {
        return switch (state) {
            case State.None _ -> Texts.of("model.status.none");
            case State.Loading(Path model, String stage, double share) ->
                Texts.of("model.status.loading", file(model), stage, Math.round(share * 100));
            case State.Ready(ModelInfo info) ->
                Texts.of(
                        "model.status.ready",
                        shortName(info),
                        engine(info.engine()),
                        Sizes.mib(info.budget().total()));
            case State.Failed failed -> Texts.of("model.status.failed", file(failed.model()));
        };
    }

    /// The name without what stands in brackets after it; the model panel has it in full.
    private static String shortName(ModelInfo info) {
        String name = info.name().replaceFirst("\\s*\\([^()]*\\)\\s*$", "");
        return name.isBlank() ? info.name() : name;
    }

    public static String engine(EngineKind kind) {
        return Texts.of("engine." + kind.id());
    }

    /// The parts of the budget, in the order they are drawn.
    public static Map<String, Integer> parts(MemoryBudget budget) {
        Map<String, Integer> parts = new java.util.LinkedHashMap<>();
        parts.put("dense", budget.dense());
        parts.put("experts", budget.experts());
        parts.put("kv", budget.kv());
        parts.put("scratch", budget.scratch());
        parts.put("host", budget.host());
        int used = parts.values().stream().mapToInt(Integer::intValue).sum();
        if (used < budget.total()) parts.put("free", budget.total() - used);
        return parts;
    }

    /// The file's name without its ending.
    public static String file(Path model) {
        String name = String.valueOf(model.getFileName());
        return name.toLowerCase(Locale.ROOT).endsWith(GGUF) ? name.substring(0, name.length() - GGUF.length()) : name;
    }
}
