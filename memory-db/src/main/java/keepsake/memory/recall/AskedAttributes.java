package keepsake.memory.recall;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keepsake.memory.index.Terms;

/// Which attributes of the user a question asks for: "What is my job?" is answered by "I became a gardener", which
/// shares no word with it, but is a value of `user.job`.
final class AskedAttributes {
    private static final Map<String, List<String>> MEANT = stems(Map.ofEntries(
            Map.entry("job", List.of("job")),
            Map.entry("profession", List.of("job")),
            Map.entry("occupation", List.of("job")),
            Map.entry("beruf", List.of("job")),
            Map.entry("work", List.of("employer", "job")),
            Map.entry("employer", List.of("employer")),
            Map.entry("company", List.of("employer")),
            Map.entry("arbeite", List.of("employer", "job")),
            Map.entry("live", List.of("city", "address")),
            Map.entry("home", List.of("city", "address")),
            Map.entry("city", List.of("city")),
            Map.entry("town", List.of("city")),
            Map.entry("wohne", List.of("city", "address")),
            Map.entry("address", List.of("address")),
            Map.entry("adresse", List.of("address")),
            Map.entry("postcode", List.of("postcode", "address")),
            Map.entry("name", List.of("name", "nickname")),
            Map.entry("nickname", List.of("nickname")),
            Map.entry("old", List.of("age", "birthday", "birth")),
            Map.entry("age", List.of("age", "birthday", "birth")),
            Map.entry("born", List.of("birthday", "birth", "origin")),
            Map.entry("birthday", List.of("birthday", "birth")),
            Map.entry("geburtstag", List.of("birthday", "birth")),
            Map.entry("phone", List.of("phone")),
            Map.entry("email", List.of("email")),
            Map.entry("mail", List.of("email")),
            Map.entry("weigh", List.of("weight")),
            Map.entry("weight", List.of("weight")),
            Map.entry("tall", List.of("height")),
            Map.entry("height", List.of("height")),
            Map.entry("anniversary", List.of("anniversary"))));

    private AskedAttributes() {}

    private static Map<String, List<String>> stems(Map<String, List<String>> words) {
        Map<String, List<String>> stems = new LinkedHashMap<>();
        words.forEach((word, attributes) -> Terms.of(word).forEach(term -> stems.put(term, attributes)));
        return stems;
    }

    /// The attributes, each with the question's term for it; empty when the question is not about the user.
    static Map<String, Set<String>> of(Asked asked) {
        if (!asked.isOwn()) return Map.of();
        Map<String, Set<String>> attributes = new LinkedHashMap<>();
        for (String term : asked.terms()) {
            for (String attribute : MEANT.getOrDefault(term, List.of())) {
                attributes
                        .computeIfAbsent("user." + attribute, a -> new LinkedHashSet<>())
                        .add(term);
            }
        }
        return attributes;
    }
}
