package keepsake.memory;

import java.time.Instant;

/// A conversation in the list.
///
/// @param id        never reused
/// @param title     as the user or the first message named it; empty while nothing was said
/// @param startedAt when it began
/// @param changedAt when something was last said; the list is ordered by it, newest first
/// @param messages  how many messages it holds
public record Conversation(long id, String title, Instant startedAt, Instant changedAt, int messages) {}
