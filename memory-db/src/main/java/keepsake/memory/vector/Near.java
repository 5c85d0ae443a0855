package keepsake.memory.vector;

import keepsake.memory.MemoryId;

/// A memory that is near a question.
///
/// @param id         of the message or fact
/// @param similarity the cosine of the two vectors, -1..1; exact but for the rounding of the kept vector to bytes
public record Near(MemoryId id, float similarity) {}
