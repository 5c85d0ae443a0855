package keepsake.memory.archive.format;

import keepsake.memory.Archive;

/// Reads one kind of file.
public sealed interface ArchiveReader permits ChatGptReader, ClaudeReader, LinesReader, MarkdownReader {

    /// Hands on all that can be read; the rest becomes a finding.
    ///
    /// @throws Findings.Stopped                 when asked to stop
    /// @throws keepsake.memory.MemoryException BAD_INPUT when there is nothing of this kind in `source`
    void read(Source source, Intake intake, Findings findings);

    static ArchiveReader of(Archive.Format format) {
        return switch (format) {
            case CHATGPT -> new ChatGptReader();
            case CLAUDE -> new ClaudeReader();
            case MARKDOWN -> new MarkdownReader();
            case JSONL -> new LinesReader();
        };
    }
}
