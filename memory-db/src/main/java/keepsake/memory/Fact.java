package keepsake.memory;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// One statement about someone or something. No source, no fact.
///
/// @param id           a fact id
/// @param subject      who or what it is about; `user` for the user
/// @param statement    one sentence
/// @param kind         what sort of thing it says
/// @param status       whether it counts
/// @param confidence   0..1; what the user stated is 1
/// @param pinned       recalled first, never fades
/// @param validFrom    since when it is true, if known
/// @param validTo      until when it was true, if it no longer is
/// @param recordedAt   when Keepsake learned it
/// @param supersededBy the fact that replaced it
/// @param sources      at least one
public record Fact(
        MemoryId id,
        String subject,
        String statement,
        Kind kind,
        Status status,
        double confidence,
        boolean pinned,
        Optional<Instant> validFrom,
        Optional<Instant> validTo,
        Instant recordedAt,
        Optional<MemoryId> supersededBy,
        List<Source> sources) {

    /// The subject of facts about the user.
    public static final String USER = "user";

    public Fact {
        sources = List.copyOf(sources);
        if (sources.isEmpty()) throw new IllegalArgumentException("a fact needs a source");
    }

    public enum Kind {
        WORLD,
        PREFERENCE,
        RELATIONSHIP,
        BELIEF,
        PROCEDURE,
        PROFILE;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public enum Status {
        CANDIDATE,
        ACTIVE,
        SUPERSEDED,
        ARCHIVED,
        QUARANTINED,
        RETRACTED;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Where a fact comes from.
    ///
    /// @param message           the message that says it
    /// @param conversationId    where that was said
    /// @param conversationTitle for showing
    /// @param quote             the exact words; occur in the message
    /// @param saidAt            when
    public record Source(
            MemoryId message, long conversationId, String conversationTitle, String quote, Instant saidAt) {}
}
