package keepsake.memory.archive.format;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import keepsake.memory.Fact;

/// A fact with its history, by keys. See [Fact] for what the parts mean.
///
/// @param supersededBy the key of the fact that replaced it
/// @param sources      at least one
public record ArchivedFact(
        String key,
        String subject,
        String statement,
        Fact.Kind kind,
        Fact.Status status,
        double confidence,
        boolean pinned,
        Optional<Instant> validFrom,
        Optional<Instant> validTo,
        Instant recordedAt,
        Optional<Instant> supersededAt,
        Optional<String> supersededBy,
        double strength,
        Optional<Instant> lastRecalledAt,
        long recallCount,
        List<Source> sources) {
    public ArchivedFact {
        if (key.isBlank()) throw new IllegalArgumentException("a fact needs a key");
        if (!(confidence >= 0 && confidence <= 1)) throw new IllegalArgumentException("confidence is from 0 to 1");
        sources = List.copyOf(sources);
        if (sources.isEmpty()) throw new IllegalArgumentException("a fact needs a source");
    }

    /// The words that say it.
    public record Source(MessageKey message, String quote) {}
}
