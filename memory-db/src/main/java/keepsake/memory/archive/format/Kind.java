package keepsake.memory.archive.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import keepsake.memory.Archive.Format;
import keepsake.memory.MemoryException;
import keepsake.memory.MemoryException.Reason;

/// Guesses what a source is by how it begins, to tell somebody who named another format.
public final class Kind {
    private static final int LOOKED_AT = 256 << 10;

    private Kind() {}

    /// @throws MemoryException BAD_INPUT when the source is clearly of another kind
    public static void refuseOther(Source source, Format asked) {
        Optional<Format> kind = of(source).filter(found -> found != asked);
        if (kind.isEmpty()) return;
        boolean hasNotes = source.entries().stream().anyMatch(MarkdownReader::isNote);
        if (asked == Format.MARKDOWN && hasNotes) return;
        throw new MemoryException(
                Reason.BAD_INPUT,
                "'" + source.path() + "' is " + named(kind.get()) + ", so nothing was imported. Use --format "
                        + kind.get().id() + ".");
    }

    private static String named(Format format) {
        return switch (format) {
            case CHATGPT -> "a ChatGPT export";
            case CLAUDE -> "a Claude export";
            case MARKDOWN -> "Markdown";
            case JSONL -> "Keepsake's own export as JSON Lines";
        };
    }

    private static Optional<Format> of(Source source) {
        for (Source.Entry entry : source.entries()) {
            boolean telling =
                    source.entries().size() == 1 || entry.fileName().matches("(?i)conversations.*json|.*\\.jsonl");
            Optional<Format> kind = telling ? of(entry) : Optional.empty();
            if (kind.isPresent()) return kind;
        }
        return source.entries().stream().anyMatch(MarkdownReader::isNote)
                ? Optional.of(Format.MARKDOWN)
                : Optional.empty();
    }

    private static Optional<Format> of(Source.Entry entry) {
        String start;
        try (InputStream in = entry.opener().open()) {
            start = new String(in.readNBytes(LOOKED_AT), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            return Optional.empty();
        }
        if (start.startsWith(MarkdownMarks.HEAD)) return Optional.of(Format.MARKDOWN);
        if (start.startsWith("{\"type\":\"export\",\"app\":\"keepsake\"")) return Optional.of(Format.JSONL);
        String bare = start.replace("\uFEFF", "").stripLeading();
        if (!bare.startsWith("[") && !bare.startsWith("{")) return Optional.empty();
        int claude = place(start, "\"chat_messages\"");
        int chatGpt = place(start, "\"mapping\"");
        if (claude == chatGpt) return Optional.empty();
        return Optional.of(claude < chatGpt ? Format.CLAUDE : Format.CHATGPT);
    }

    private static int place(String text, String word) {
        int at = text.indexOf(word);
        return at < 0 ? Integer.MAX_VALUE : at;
    }
}
