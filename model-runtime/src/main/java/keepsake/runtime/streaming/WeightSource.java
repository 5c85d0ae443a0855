package keepsake.runtime.streaming;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.LoadListener;
import keepsake.runtime.natives.LlamaCpp;
import keepsake.runtime.residency.ResidentExperts;

/// Where a model's weights come from and where they are kept. Threads: one at a time.
interface WeightSource extends AutoCloseable {

    /// Makes llama.cpp's model.
    ///
    /// @param arena outlives the model
    MemorySegment load(LlamaCpp cpp, Arena arena, LoadListener progress) throws EngineException;

    /// Experts that must be asked for before they are computed with; empty when all weights are in place.
    ///
    /// @param room bytes for them
    Optional<ResidentExperts> experts(long room);

    /// Called before an answer.
    ///
    /// @throws IOException when the file is gone or another one
    void begin() throws IOException;

    /// Called before results of an evaluation are used.
    ///
    /// @throws IOException when they may come from a file that has changed
    void confirm() throws IOException;

    /// Gives back what was read since the model was made: it cannot be trusted.
    void dropRead() throws IOException;

    /// Called before tokens are evaluated.
    void prepare(int[] tokens) throws IOException;

    /// Pieces read since the beginning. Threads: any.
    long piecesRead();

    /// Something about the weights that the user should know, in a plain sentence.
    default Optional<String> notice() {
        return Optional.empty();
    }

    /// Called when llama.cpp has freed the model.
    @Override
    void close();
}
