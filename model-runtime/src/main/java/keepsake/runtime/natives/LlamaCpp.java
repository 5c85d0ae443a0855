package keepsake.runtime.natives;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.Optional;
import keepsake.runtime.engine.EngineException;

/// llama.cpp v0.5.0, loaded into this process once and for good, and checked before use. Threads: any.
public final class LlamaCpp {
    /// For people: which library runs the models.
    public static final String VERSION = "llama.cpp v0.5.0";

    private static final String EXPECTED = "0.5.0";
    private static Optional<LlamaCpp> loaded = Optional.empty();

    private final NativeFolder folder;
    private final Ggml ggml;
    private final Llama llama;
    private final Vocabulary vocabulary;
    private final Samplers samplers;
    private final SequenceStates states;
    private final NativeLog log;
    private final Optional<Repacking> repacking;

    private LlamaCpp(NativeFolder folder) {
        this.folder = folder;
        Symbols base = open(folder.base());
        Symbols middle = open(folder.ggml());
        Symbols top = open(folder.llama());
        llama = new Llama(top);
        if (!llama.version().startsWith(EXPECTED)) {
            throw new IllegalStateException("they are version " + llama.version());
        }
        ggml = new Ggml(base, middle);
        vocabulary = new Vocabulary(top);
        samplers = new Samplers(top);
        states = new SequenceStates(top);
        LayoutCheck.run(ggml, llama);
        log = new NativeLog();
        llama.logTo(log.callback(Arena.global()));
        ggml.loadBackends(folder.folder().toString());
        if (ggml.cpuDevice().address() == 0) throw new IllegalStateException("they have nothing for this processor");
        llama.backendInit();
        repacking = Repacking.find(ggml);
    }

    /// The libraries named by the system property `keepsake.natives`, loaded at the first call.
    ///
    /// @throws EngineException.Unavailable when they are missing, or not the version whose structs we know
    public static synchronized LlamaCpp load() throws EngineException.Unavailable {
        NativeFolder folder = NativeFolder.find();
        if (loaded.isEmpty()) loaded = Optional.of(load(folder));
        return loaded.get();
    }

    private static LlamaCpp load(NativeFolder folder) throws EngineException.Unavailable {
        try {
            return new LlamaCpp(folder);
        } catch (IllegalStateException | IllegalArgumentException | NoSuchElementException e) {
            throw new EngineException.Unavailable("The llama.cpp libraries in “" + folder.folder()
                    + "” cannot be used: " + e.getMessage() + ". Keepsake needs v" + EXPECTED
                    + "; build again to fetch it, or choose the fallback engine.");
        }
    }

    private static Symbols open(Path library) {
        return new Symbols(SymbolLookup.libraryLookup(library, Arena.global()));
    }

    public NativeFolder folder() {
        return folder;
    }

    public Ggml ggml() {
        return ggml;
    }

    public Llama llama() {
        return llama;
    }

    public Vocabulary vocabulary() {
        return vocabulary;
    }

    public Samplers samplers() {
        return samplers;
    }

    public SequenceStates states() {
        return states;
    }

    /// The fast kernels that want weights rearranged; empty where the processor has none.
    public Optional<Repacking> repacking() {
        return repacking;
    }

    public NativeLog log() {
        return log;
    }
}
