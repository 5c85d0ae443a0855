package keepsake.memory.recall;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import keepsake.memory.index.Coverage;

/// Which of the question's words a text holds.
///
/// @param asked the question
/// @param terms its words with their weights
record Matches(Asked asked, List<Coverage.Term> terms) {

    /// @param weight of the words together
    /// @param words  as they were typed
    record Found(double weight, List<String> words) {}

    /// What is found once these terms count as held, too.
    Found with(Found found, Set<String> also) {
        Set<String> words = new LinkedHashSet<>(found.words());
        double weight = found.weight();
        for (Coverage.Term term : terms) {
            String typed = asked.words().getOrDefault(term.text(), term.text());
            if (also.contains(term.text()) && words.add(typed)) weight += term.weight();
        }
        return new Found(weight, List.copyOf(words));
    }

    /// @param text a text's terms
    Found in(List<String> text) {
        Set<String> held = new HashSet<>(text);
        double weight = 0;
        List<String> words = new ArrayList<>();
        for (Coverage.Term term : terms) {
            if (!held.contains(term.text())) continue;
            weight += term.weight();
            words.add(asked.words().getOrDefault(term.text(), term.text()));
        }
        return new Found(weight, words);
    }
}
