package keepsake.runtime.catalogue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.Locale;

/// The sentences about downloads that failed.
final class Failures {
    static final String OTHER_WAY = "You can also open a GGUF model that you already have.";
    static final String KEPT = "What was downloaded is kept.";

    private Failures() {}

    static DownloadException.Paused paused() {
        return new DownloadException.Paused("Paused. %s Get the model again to go on.".formatted(KEPT));
    }

    static DownloadException noSpace(Path folder, long needed, long free) {
        return new DownloadException(
                "There is not enough disk space: %s are needed in %s and %s are free. Nothing was downloaded. Free some space, then try again. %s"
                        .formatted(megabytes(needed), folder, megabytes(free), OTHER_WAY));
    }

    static DownloadException diskFull(Path folder) {
        return new DownloadException(
                "The disk of %s is full. %s Free some space, then try again. %s".formatted(folder, KEPT, OTHER_WAY));
    }

    static DownloadException notWritable(Path folder) {
        return new DownloadException(
                "Keepsake may not write into %s. Nothing was changed. Make the folder writable, or choose another home. %s"
                        .formatted(folder, OTHER_WAY));
    }

    /// A file operation in the model folder that failed.
    static DownloadException of(IOException e, Path folder) {
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        if (message.contains("no space left")
                || message.contains("disk quota")
                || message.contains("not enough space")) {
            return diskFull(folder);
        }
        if (e instanceof AccessDeniedException || message.contains("read-only")) return notWritable(folder);
        return new DownloadException(
                "The model could not be stored in %s (%s). %s Check the disk, then try again."
                        .formatted(folder, e.getMessage(), KEPT),
                e);
    }

    static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%,d MB", (bytes + 999_999) / 1_000_000);
    }
}
