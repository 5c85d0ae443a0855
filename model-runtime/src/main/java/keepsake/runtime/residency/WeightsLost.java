package keepsake.runtime.residency;

import java.io.IOException;

/// Weights cannot be had, said for a person. What was computed since the last confirmation is not to be used.
public final class WeightsLost extends IOException {
    private WeightsLost(String sentence) {
        super(sentence);
    }

    private WeightsLost(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    static WeightsLost gone() {
        return new WeightsLost("The model file is not there any more: it was moved or deleted, or its drive was"
                + " disconnected. Put it back and ask again, or load another model.");
    }

    static WeightsLost changed() {
        return new WeightsLost("The model file was changed or replaced while it was in use. Load the model again.");
    }

    static WeightsLost unreadable(IOException why) {
        return new WeightsLost(
                "The model file could not be read (" + why.getMessage() + "). Check its drive, then ask again.", why);
    }

    static WeightsLost noMemory() {
        return new WeightsLost("The computer had no memory left for the model. Close other programs or choose a smaller"
                + " memory budget, then ask again.");
    }
}
