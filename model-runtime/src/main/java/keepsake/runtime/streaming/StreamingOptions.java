package keepsake.runtime.streaming;

import java.util.OptionalInt;
import java.util.OptionalLong;
import keepsake.runtime.residency.Reading;

/// Choices that users do not make; for tests and benchmarks.
///
/// @param expertBytes room for experts in bytes instead of what the budget leaves
/// @param kernels     for the dense weights
/// @param threads     that compute; empty lets model and computer decide
/// @param reading     how the file is read
/// @param experts     where they are read from
public record StreamingOptions(
        OptionalLong expertBytes, Kernels kernels, OptionalInt threads, Reading reading, Experts experts) {
    /// What the product uses.
    public static final StreamingOptions DEFAULT = new StreamingOptions(
            OptionalLong.empty(), Kernels.FAST, OptionalInt.empty(), Reading.DEFAULT, Experts.OF_SIDECAR);

    /// How weights are kept for the matrix multiplications.
    public enum Kernels {
        /// Rearranged where llama.cpp has a faster kernel for that.
        FAST,
        /// As they are in the file; the results differ from those of the fast kernels in the last bits.
        PLAIN
    }

    /// Where experts are read from.
    public enum Experts {
        /// From the sidecar where there is one.
        OF_SIDECAR,
        /// From the model file.
        OF_MODEL
    }

    /// The same with experts from elsewhere.
    public StreamingOptions with(Experts other) {
        return new StreamingOptions(expertBytes, kernels, threads, reading, other);
    }

    /// The same with a fixed room for experts.
    public StreamingOptions withExpertBytes(long bytes) {
        return new StreamingOptions(OptionalLong.of(bytes), kernels, threads, reading, experts);
    }

    /// The same with other kernels.
    public StreamingOptions with(Kernels other) {
        return new StreamingOptions(expertBytes, other, threads, reading, experts);
    }

    /// The same with a number of compute threads.
    public StreamingOptions withThreads(int number) {
        return new StreamingOptions(expertBytes, kernels, OptionalInt.of(number), reading, experts);
    }

    /// The same, reading the file in another way.
    public StreamingOptions with(Reading other) {
        return new StreamingOptions(expertBytes, kernels, threads, other, experts);
    }
}
