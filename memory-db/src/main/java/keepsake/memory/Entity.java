package keepsake.memory;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// A person, a place or a thing that messages name.
///
/// @param id       stays the same for as long as the entity is there
/// @param kind     as the rules guess it
/// @param name     what the user calls it, or what it is called most
/// @param aliases  everything it is called, most said first; at least one
/// @param mentions how many messages name it
/// @param lastSaid when it was last named
public record Entity(Id id, Kind kind, String name, List<String> aliases, long mentions, Instant lastSaid) {
    public Entity {
        aliases = List.copyOf(aliases);
        if (aliases.isEmpty()) throw new IllegalArgumentException("nothing names this entity");
    }

    public enum Kind {
        PERSON,
        PLACE,
        THING;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// The name of an entity, as shown to scripts: `n7`. Never reused.
    public record Id(long number) {
        public Id {
            if (number < 1) throw new IllegalArgumentException("entity numbers start at 1");
        }

        /// @throws IllegalArgumentException with a sentence for a person when it is none
        public static Id parse(String text) {
            if (text.matches("n[1-9][0-9]{0,17}")) return new Id(Long.parseLong(text.substring(1)));
            throw new IllegalArgumentException("'" + text + "' is not the id of an entity; ids look like n7.");
        }

        @Override
        public String toString() {
            return "n" + number;
        }
    }
}
