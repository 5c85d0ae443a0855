package keepsake.runtime.gguf;

import java.nio.file.Path;
import java.util.Locale;
import keepsake.runtime.engine.EngineException.BadModel;

/// Words a refusal so that every one names the file, what is wrong, and what to do.
final class Refusal {
    static final String GET_AGAIN = "Download it again, or choose another file.";
    static final String OTHER_FILE = "Choose another file.";

    private Refusal() {}

    /// @param wrong a sentence about the file without its subject: `is cut off: …`
    static BadModel of(Path path, String wrong, String toDo) {
        Path name = path.getFileName();
        return new BadModel(
                "“%s” %s. %s".formatted(printable(name == null ? path.toString() : name.toString()), wrong, toDo));
    }

    /// The file cannot have been written by a correct program: it was damaged, or made to do harm.
    static BadModel damaged(Path path, String wrong) {
        return of(path, "is damaged or was not made properly: " + wrong, GET_AGAIN);
    }

    /// A name from a file, shortened and without control characters, so that it cannot disturb a terminal or a window.
    static String quoted(String fromFile) {
        return "“" + printable(fromFile) + "”";
    }

    static String size(long bytes) {
        if (bytes < 1_000_000) return "%,d bytes".formatted(bytes);
        return String.format(Locale.ROOT, "%,d MB", bytes / 1_000_000);
    }

    private static String printable(String text) {
        int end = text.offsetByCodePoints(0, Math.min(80, text.codePointCount(0, text.length())));
        StringBuilder shown = new StringBuilder();
        text.substring(0, end)
                .codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .forEach(shown::appendCodePoint);
        return end < text.length() ? shown + "…" : shown.toString();
    }
}
