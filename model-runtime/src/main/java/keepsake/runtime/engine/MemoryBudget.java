package keepsake.runtime.engine;

/// Where the model host's RAM goes, in MiB. The parts add up to at most `total`.
///
/// @param total   the promise: the host's resident set stays under it
/// @param dense   weights that every token needs, always resident
/// @param experts room for experts; streaming keeps at most this much of them
/// @param kv      keys and values of the context
/// @param scratch compute buffers, read buffers
/// @param host    the host process itself: JVM and native libraries
public record MemoryBudget(int total, int dense, int experts, int kv, int scratch, int host) {}
