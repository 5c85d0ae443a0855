package keepsake.app.cli;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// The turns that answer a question. Ids are sometimes written together ("D1:3; D2:4") or malformed.
final class EvidenceIds {
    private static final Pattern ID = Pattern.compile("\\p{L}*\\d+:\\d+");

    private EvidenceIds() {}

    /// @param evidence a list of ids, or one
    /// @param known    the ids of the dialogue's turns
    /// @return those that are turns, once each
    static List<String> of(JsonNode evidence, Set<String> known) {
        Set<String> found = new LinkedHashSet<>();
        if (evidence.isArray()) {
            for (JsonNode one : evidence) add(one.asString(""), known, found);
        } else {
            add(evidence.asString(""), known, found);
        }
        return List.copyOf(found);
    }

    private static void add(String ids, Set<String> known, Set<String> found) {
        if (known.contains(ids)) {
            found.add(ids);
            return;
        }
        ID.matcher(ids)
                .results()
                .map(MatchResult::group)
                .filter(known::contains)
                .forEach(found::add);
    }
}
