package keepsake.runtime.fallback;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import keepsake.runtime.chat.ChatTemplate;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.EngineKind;
import keepsake.runtime.engine.EngineLoader;
import keepsake.runtime.engine.LoadListener;
import keepsake.runtime.engine.LoadRequest;
import keepsake.runtime.engine.ModelInfo;
import keepsake.runtime.gguf.GgufFile;
import keepsake.runtime.gguf.GgufReader;
import keepsake.runtime.gguf.GgufValidator;

/// Loads a model with llama.cpp b4916, memory-mapped: the system pages the weights, so a memory budget is not enforced,
/// which the notice says. Threads: any; native memory belongs to the engine.
public final class FallbackLoader implements EngineLoader {
    private static final String PAGED =
            "The system pages the weights of the fallback engine in and out, so the memory budget is not enforced.";

    /// Tokens computed at once; the same number as in the streaming engine, because kernels round differently for
    /// different numbers.
    static final int BATCH = 256;

    private final Optional<String> reason;

    public FallbackLoader() {
        this(Optional.empty());
    }

    private FallbackLoader(Optional<String> reason) {
        this.reason = reason;
    }

    /// A loader whose models carry `sentence` as the reason why the fallback runs.
    public FallbackLoader because(String sentence) {
        return new FallbackLoader(Optional.of(sentence));
    }

    @Override
    public FallbackEngine load(LoadRequest request, LoadListener progress) throws EngineException {
        long begin = System.nanoTime();
        progress.onProgress("checking", 0, 1);
        GgufFile file = GgufReader.read(request.model());
        GgufValidator.check(file);
        progress.onProgress("checking", 1, 1);
        checkExperts(file, request.expertsUsed());
        var errors = new NativeErrors();
        Llama llama = Llama.open(errors);
        Arena arena = Arena.ofShared();
        var model = new NativeModel(llama, arena);
        boolean loaded = false;
        try {
            model.load(request, file, progress, errors);
            progress.onProgress("starting", 0, 1);
            model.startContext(Math.min(request.contextTokens(), model.trainedContext()));
            var renderer = new TemplateRenderer(llama);
            ChatTemplate template = ChatTemplate.choose(renderer.templateOf(model.model()), renderer);
            var notices = new ArrayList<String>();
            reason.ifPresent(notices::add);
            notices.add(PAGED);
            template.notice().ifPresent(notices::add);
            progress.onProgress("starting", 1, 1);
            ModelInfo info = info(request, file, model, notices, (System.nanoTime() - begin) / 1_000_000);
            var engine = new FallbackEngine(model, template, info);
            loaded = true;
            return engine;
        } finally {
            if (!loaded) model.close();
        }
    }

    private static void checkExperts(GgufFile file, OptionalInt wanted) throws EngineException.BadRequest {
        if (wanted.isEmpty()) return;
        long experts = file.integer(file.key("expert_count")).orElse(0);
        if (experts == 0) {
            throw new EngineException.BadRequest(
                    "This model has no experts to choose from. Leave the number of experts out.");
        }
        if (wanted.getAsInt() < 1 || wanted.getAsInt() > experts) {
            throw new EngineException.BadRequest(
                    "This model can use 1 to " + experts + " experts per token, not " + wanted.getAsInt() + ".");
        }
    }

    private static ModelInfo info(
            LoadRequest request, GgufFile file, NativeModel model, List<String> notices, long millis) {
        int experts = (int) file.integer(file.key("expert_count")).orElse(0);
        int used = experts == 0
                ? 0
                : request.expertsUsed().orElse((int)
                        file.integer(file.key("expert_used_count")).orElse(0));
        return new ModelInfo(
                EngineKind.FALLBACK,
                Llama.VERSION,
                file.architecture(),
                file.text("general.name").orElse(String.valueOf(request.model().getFileName())),
                request.model(),
                model.contextTokens(),
                model.layers(),
                experts,
                used,
                MemoryNeeds.of(file, model.contextTokens()),
                millis,
                Optional.of(String.join(" ", notices)));
    }
}
