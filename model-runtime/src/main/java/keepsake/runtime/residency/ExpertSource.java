package keepsake.runtime.residency;

import java.util.List;

/// Where the bytes of experts are read from: the model, or a file beside it. Threads: any.
public interface ExpertSource {

    /// The file that the pieces are of.
    WeightFile file();

    /// What to read so that an expert is at its place.
    ///
    /// @param matrices of its layer, at least one
    List<WeightFile.Piece> pieces(List<ExpertMatrix> matrices, int expert);

    /// The model itself: every matrix lies elsewhere.
    static ExpertSource ofModel(WeightFile model) {
        return new ExpertSource() {
            @Override
            public WeightFile file() {
                return model;
            }

            @Override
            public List<WeightFile.Piece> pieces(List<ExpertMatrix> matrices, int expert) {
                return matrices.stream().map(matrix -> matrix.piece(expert)).toList();
            }
        };
    }
}
