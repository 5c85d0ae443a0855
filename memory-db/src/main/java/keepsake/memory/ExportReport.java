package keepsake.memory;

import java.nio.file.Path;

/// What an export wrote.
///
/// @param file   the file
/// @param fields confirmed identity fields; 0 unless asked for
public record ExportReport(Path file, int conversations, int messages, int facts, int fields) {}
