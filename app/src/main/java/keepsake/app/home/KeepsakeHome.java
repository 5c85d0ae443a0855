package keepsake.app.home;

import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import keepsake.app.assistant.Assistant;
import keepsake.app.assistant.BackgroundModel;
import keepsake.app.assistant.ModelSession;
import keepsake.app.assistant.RememberingAssistant;
import keepsake.app.assistant.RememberingAssistant.Beginnings;
import keepsake.memory.Embedder;
import keepsake.memory.Memory;
import keepsake.memory.MemoryException;
import keepsake.runtime.catalogue.ModelFolder;
import keepsake.runtime.embedding.KeptLibraries;
import keepsake.runtime.engine.ChatEngine;
import keepsake.runtime.engine.EngineLoader;
import keepsake.runtime.saved.SavedFolder;

/// The composition root: the one place that knows which classes make up Keepsake. Needs no window.
public final class KeepsakeHome {
    private KeepsakeHome() {}

    /// What can be exchanged: by tests, and by whoever embeds Keepsake.
    ///
    /// @param clock  the only source of "now"
    /// @param zone   decides which day it is
    /// @param loader makes engines
    /// @param pidOf  the process an engine runs in, if it has one of its own
    /// @param models makes the model folder of a home
    /// @param embedder makes what finds memories by their meaning, as the settings have it
    public record Parts(
            InstantSource clock,
            ZoneId zone,
            EngineLoader loader,
            Function<ChatEngine, Optional<Long>> pidOf,
            Function<Home, ModelFolder> models,
            Function<EmbeddingChoice, Optional<Embedder>> embedder) {

        /// Without an embedder: memories are found by their words.
        public Parts(
                InstantSource clock,
                ZoneId zone,
                EngineLoader loader,
                Function<ChatEngine, Optional<Long>> pidOf,
                Function<Home, ModelFolder> models) {
            this(clock, zone, loader, pidOf, models, _ -> Optional.empty());
        }

        /// What a user runs: the model host process, the system's clock.
        public static Parts production() {
            return new Parts(
                    Clock.systemUTC(),
                    ZoneId.systemDefault(),
                    Engines.hosted(),
                    Engines::pid,
                    Engines::modelFolder,
                    LocalEmbedder::of);
        }

        public Parts with(EngineLoader other) {
            return new Parts(clock, zone, other, pidOf, models, embedder);
        }

        public Parts with(InstantSource other) {
            return new Parts(other, zone, loader, pidOf, models, embedder);
        }
    }

    /// Opens a home for a command. Several may be open at a time, also beside a window.
    ///
    /// @throws HomeException                     when the settings cannot be read
    /// @throws keepsake.memory.MemoryException when the database cannot be opened
    public static Keepsake open(Home home) {
        return open(home, Parts.production(), Optional.empty());
    }

    /// Opens a home for its window; the lock is released when the result is closed.
    public static Keepsake open(Home home, WindowLock lock) {
        return open(home, Parts.production(), Optional.of(lock));
    }

    /// Opens a home with other parts.
    ///
    /// @param lock released last
    public static Keepsake open(Home home, Parts parts, Optional<WindowLock> lock) {
        Settings settings = JsonSettings.open(home, parts.clock());
        ModelFolder models = parts.models().apply(home);
        SavedFolder saved = SavedFolder.at(home.cache());
        KeptLibraries.keepIn(home.cache().resolve("onnxruntime"));
        Optional<Embedder> embedder = parts.embedder().apply(settings.embedding());
        Memory memory = new ForgettingMemory(
                Memory.open(home.directory(), parts.clock(), embedder, List.of(new SavedPrompts(saved))), saved);
        age(memory);
        EngineLoader loader = (request, progress) -> parts.loader().load(request.withCache(home.cache()), progress);
        ModelSession model = new BackgroundModel(loader, parts.pidOf());
        Assistant assistant = new RememberingAssistant(memory, model, parts.clock(), parts.zone());
        return new Open(parts, home, settings, memory, models, model, assistant, new MeasuredCapacity(home), lock);
    }

    /// Erases what is older than the user wants kept. When it cannot be done now it stays due for the next start.
    private static void age(Memory memory) {
        try {
            if (memory.retention().isDue()) memory.retention().apply();
        } catch (MemoryException notNow) {
            // A full or read-only disk must not keep Keepsake from opening; whoever writes next is told.
        }
    }

    private record Open(
            Parts parts,
            Home home,
            Settings settings,
            Memory memory,
            ModelFolder models,
            ModelSession model,
            Assistant assistant,
            Capacity capacity,
            Optional<WindowLock> lock)
            implements Keepsake {

        @Override
        public Keepsake temporary(Memory.Reading reading) {
            Memory apart = memory.temporary(reading);
            return new Temporary(
                    this,
                    apart,
                    new RememberingAssistant(apart, model, parts.clock(), parts.zone(), Beginnings.NOT_SAVED));
        }

        @Override
        public void close() {
            // Each step must run even when an earlier one fails.
            try {
                model.close();
            } finally {
                try {
                    memory.close();
                } finally {
                    lock.ifPresent(WindowLock::close);
                }
            }
        }
    }

    private record Temporary(Open beside, Memory memory, Assistant assistant) implements Keepsake {
        @Override
        public Home home() {
            return beside.home();
        }

        @Override
        public Settings settings() {
            return beside.settings();
        }

        @Override
        public ModelFolder models() {
            return beside.models();
        }

        @Override
        public ModelSession model() {
            return beside.model();
        }

        @Override
        public Capacity capacity() {
            return beside.capacity();
        }

        @Override
        public Keepsake temporary(Memory.Reading reading) {
            return beside.temporary(reading);
        }

        @Override
        public void close() {
            memory.close();
        }
    }
}
