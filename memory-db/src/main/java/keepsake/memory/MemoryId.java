package keepsake.memory;

/// The name of a memory, as shown to scripts: `m12` is a message, `f3` a fact. Never reused, also not after erasing.
public record MemoryId(Kind kind, long number) {
    public enum Kind {
        MESSAGE('m'),
        FACT('f');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }
    }

    public MemoryId {
        if (number < 1) throw new IllegalArgumentException("memory numbers start at 1");
    }

    public static MemoryId message(long number) {
        return new MemoryId(Kind.MESSAGE, number);
    }

    public static MemoryId fact(long number) {
        return new MemoryId(Kind.FACT, number);
    }

    /// Reads `m12` or `f3`.
    ///
    /// @throws IllegalArgumentException with a sentence for a person when it is neither
    public static MemoryId parse(String text) {
        for (Kind kind : Kind.values()) {
            if (text.length() > 1
                    && text.charAt(0) == kind.letter
                    && text.substring(1).chars().allMatch(c -> c >= '0' && c <= '9')) {
                try {
                    return new MemoryId(kind, Long.parseLong(text.substring(1)));
                } catch (NumberFormatException tooLong) {
                    break;
                }
            }
        }
        throw new IllegalArgumentException("'" + text + "' is not a memory id; ids look like m12 or f3.");
    }

    @Override
    public String toString() {
        return kind.letter + Long.toString(number);
    }
}
