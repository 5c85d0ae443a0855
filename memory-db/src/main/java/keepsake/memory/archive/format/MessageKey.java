package keepsake.memory.archive.format;

/// Names a message in every copy.
public record MessageKey(String origin, String conversation, String message) {}
