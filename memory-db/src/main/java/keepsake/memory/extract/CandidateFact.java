package keepsake.memory.extract;

import java.time.Instant;
import java.util.Optional;
import keepsake.memory.Fact;

/// Something a message seems to say. It counts as known only when the user confirms it.
///
/// @param subject    who or what it is about: `user`, or a name or relation as said ("Mara", "my parents")
/// @param statement  one sentence that stands by itself, in the user's words
/// @param kind       what sort of thing it says
/// @param quote      the exact words in the message
/// @param validFrom  since when it is true, if said
/// @param validTo    until when it was true, if said to be over
/// @param attribute  what can have one value at a time, such as `user.city`; a newer value replaces an older one
/// @param confidence 0..1
public record CandidateFact(
        String subject,
        String statement,
        Fact.Kind kind,
        String quote,
        Optional<Instant> validFrom,
        Optional<Instant> validTo,
        Optional<String> attribute,
        double confidence) {}
