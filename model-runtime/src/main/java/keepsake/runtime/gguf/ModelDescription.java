package keepsake.runtime.gguf;

import java.nio.file.Path;

/// A model that passed [GgufValidator], in numbers.
///
/// @param path            the file
/// @param architecture    `general.architecture`
/// @param name            `general.name`, else the file name
/// @param blockCount      transformer blocks (layers)
/// @param embeddingLength width of the residual stream
/// @param expertCount     routed experts per layer; 0 when dense
/// @param expertUsedCount routed experts each token uses; 0 when dense
/// @param contextLength   tokens the model was trained for; 0 when it does not say
/// @param expertBytes     of all routed experts together
/// @param denseBytes      of all other weights
/// @param fileType        how most weights are stored, for example `Q4_K_M` or `F16`
public record ModelDescription(
        Path path,
        String architecture,
        String name,
        int blockCount,
        int embeddingLength,
        int expertCount,
        int expertUsedCount,
        int contextLength,
        long expertBytes,
        long denseBytes,
        String fileType) {

    /// It is a mixture of experts.
    public boolean hasExperts() {
        return expertCount > 0;
    }
}
