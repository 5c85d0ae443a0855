package keepsake.runtime.streaming;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Optional;
import java.util.OptionalInt;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.StopSignal;
import keepsake.runtime.gguf.GgufFile;
import keepsake.runtime.gguf.GgufReader;
import keepsake.runtime.gguf.GgufValidator;
import keepsake.runtime.gguf.ModelDescription;
import keepsake.runtime.natives.LlamaCpp;
import keepsake.runtime.sidecar.Sidecar;
import keepsake.runtime.sidecar.SidecarLayout;
import keepsake.runtime.sidecar.SidecarWriter;

/// “Optimise for this computer”: makes the file beside a model that holds its experts the way this
/// computer's kernels want them. Loads llama.cpp's libraries into this process, but no model. Threads: one at a time.
public final class Optimisation {
    private final GgufFile model;
    private final SidecarLayout layout;

    private Optimisation(GgufFile model, SidecarLayout layout) {
        this.model = model;
        this.layout = layout;
    }

    /// Of a model; its header is read and checked, its weights are not.
    ///
    /// @throws EngineException when the file is no usable model, or the streaming engine cannot run here
    public static Optimisation of(Path path) throws EngineException {
        GgufFile model = GgufReader.read(path);
        ModelDescription described = GgufValidator.check(model);
        ModelShape shape = new ModelShape(model, described, 512, StreamingLoader.SMALLEST_BATCH);
        LlamaCpp cpp = LlamaCpp.load();
        return new Optimisation(model, new Placement(shape, cpp.repacking()).sidecar());
    }

    /// Whether a model has a file that could be used; a cheap look that needs no libraries where there is none.
    public static Sidecar.State look(Path path) {
        if (!Files.exists(SidecarLayout.fileFor(path))) return new Sidecar.State.Absent();
        try {
            return of(path).state();
        } catch (EngineException e) {
            return new Sidecar.State.Unusable(
                    Optional.ofNullable(e.getMessage()).orElse("It cannot be used here."));
        }
    }

    /// The file that is made.
    public Path file() {
        return SidecarLayout.fileFor(model.path());
    }

    /// Bytes that it takes or will take; 0 for a model without experts, which cannot be optimised.
    public long bytes() {
        return layout.layers().isEmpty() ? 0 : layout.fileBytes();
    }

    public Sidecar.State state() {
        return Sidecar.look(model, layout);
    }

    /// Makes the file, or goes on where an earlier call was stopped. Already made, it returns at once.
    ///
    /// @param stop is noticed within a fraction of a second; what is written stays for the next call
    /// @throws EngineException when the model has no experts, there is too little room, or the drive fails
    public SidecarWriter.Outcome run(SidecarWriter.Listener listener, StopSignal stop) throws EngineException {
        return run(listener, stop, SidecarWriter.FreeSpace.REAL);
    }

    SidecarWriter.Outcome run(SidecarWriter.Listener listener, StopSignal stop, SidecarWriter.FreeSpace space)
            throws EngineException {
        if (layout.layers().isEmpty()) {
            throw new EngineException.BadRequest(
                    "This model has no experts: it is kept in memory as a whole, so there is nothing to optimise.");
        }
        if (state() instanceof Sidecar.State.Ready) return SidecarWriter.Outcome.DONE;
        return new SidecarWriter(model, layout, space).run(listener, stop);
    }

    /// Reads the file and compares it with its checksums.
    ///
    /// @return the number of damaged experts; empty when there is no usable file
    public OptionalInt damagedExperts(StopSignal stop) throws EngineException {
        try {
            Optional<Sidecar> open = Sidecar.open(model, layout);
            if (open.isEmpty()) return OptionalInt.empty();
            try (Sidecar sidecar = open.get()) {
                BitSet damaged = sidecar.damaged(seen -> {}, stop::isRaised);
                return OptionalInt.of(damaged.cardinality());
            }
        } catch (IOException unusable) {
            return OptionalInt.empty();
        }
    }
}
