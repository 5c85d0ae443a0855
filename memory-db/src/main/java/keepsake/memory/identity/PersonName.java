package keepsake.memory.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The parts of a name, each empty when there is none.
record PersonName(String prefix, String given, String additional, String family, String suffix) {
    private static final Set<String> PREFIXES =
            Set.of("dr", "prof", "mr", "mrs", "ms", "mx", "miss", "sir", "dame", "herr", "frau", "rev");
    private static final Set<String> SUFFIXES = Set.of("jr", "sr", "ii", "iii", "iv", "phd", "md", "esq");
    private static final Set<String> PARTICLES = Set.of(
            "van", "von", "vom", "zu", "zur", "de", "del", "della", "der", "den", "des", "du", "la", "le", "di", "da",
            "do", "dos", "das", "bin", "bint", "ibn", "al", "el", "ten", "ter", "af", "av");

    /// The parts as confirmed; where neither first nor last name is, those of the full name.
    static PersonName of(Map<String, String> values) {
        PersonName typed = new PersonName(
                values.getOrDefault("honorific-prefix", ""),
                values.getOrDefault("given-name", ""),
                values.getOrDefault("additional-name", ""),
                values.getOrDefault("family-name", ""),
                values.getOrDefault("honorific-suffix", ""));
        if (!typed.given.isEmpty() || !typed.family.isEmpty()) return typed;
        PersonName split = split(values.getOrDefault("name", ""));
        return new PersonName(
                or(typed.prefix, split.prefix),
                split.given,
                or(typed.additional, split.additional),
                split.family,
                or(typed.suffix, split.suffix));
    }

    /// "Dr. Ana María da Silva" → Dr. · Ana · María · da Silva; "Silva, Ana" → Ana · Silva.
    static PersonName split(String name) {
        String ordered = name;
        int comma = name.indexOf(',');
        if (comma > 0) {
            String after = name.substring(comma + 1).strip();
            if (SUFFIXES.contains(bare(after))) ordered = name.substring(0, comma) + " " + after;
            else return familyFirst(name.substring(0, comma).strip(), after);
        }
        List<String> words = words(ordered);
        List<String> prefixes = new ArrayList<>();
        while (words.size() > 1 && PREFIXES.contains(bare(words.getFirst()))) prefixes.add(words.removeFirst());
        List<String> suffixes = new ArrayList<>();
        while (words.size() > 2 && SUFFIXES.contains(bare(words.getLast()))) suffixes.addFirst(words.removeLast());
        int family = familyStart(words);
        return new PersonName(
                String.join(" ", prefixes),
                words.isEmpty() ? "" : words.getFirst(),
                words.size() < 3 || family < 2 ? "" : String.join(" ", words.subList(1, family)),
                words.size() < 2 ? "" : String.join(" ", words.subList(family, words.size())),
                String.join(" ", suffixes));
    }

    private static PersonName familyFirst(String family, String rest) {
        List<String> given = words(rest);
        if (given.isEmpty()) return new PersonName("", family, "", "", "");
        return new PersonName("", given.getFirst(), String.join(" ", given.subList(1, given.size())), family, "");
    }

    private static int familyStart(List<String> words) {
        for (int i = 1; i < words.size() - 1; i++) {
            if (PARTICLES.contains(words.get(i).toLowerCase(Locale.ROOT))) return i;
        }
        return Math.max(1, words.size() - 1);
    }

    private static List<String> words(String text) {
        return Stream.of(text.strip().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static String bare(String word) {
        return word.toLowerCase(Locale.ROOT).replace(".", "");
    }

    private static String or(String first, String second) {
        return first.isEmpty() ? second : first;
    }

    /// The parts in the order they are spoken.
    String spoken() {
        return Stream.of(prefix, given, additional, family, suffix)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
    }
}
