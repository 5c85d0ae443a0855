package keepsake.memory.archive.format;

import java.io.IOException;
import java.io.OutputStream;
import keepsake.memory.Archive;

/// Writes items in the order they come, each at once.
public sealed interface ItemWriter permits LinesWriter, MarkdownWriter {
    void write(Item item) throws IOException;

    /// @param out buffered; the caller closes it
    static ItemWriter of(Archive.Copy copy, OutputStream out) {
        return switch (copy) {
            case JSONL -> new LinesWriter(out);
            case MARKDOWN -> new MarkdownWriter(out);
        };
    }
}
