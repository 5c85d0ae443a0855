package keepsake.memory.recall;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import keepsake.memory.text.StopWords;
import keepsake.memory.text.Words;

/// The words of a question that mean something, once each, at most [#MOST].
record QueryWords(List<String> words) {
    /// One bit each in a `long`; and a question with more meaning is a pasted text.
    static final int MOST = 48;

    /// Looked at: the beginning of a pasted text says what it is about.
    private static final int LOOKED_AT = 2_000;

    private static final Pattern HYPHENATED_MAIL = Pattern.compile("\\be-mail(s?)\\b");

    static QueryWords of(String question) {
        Set<String> words = new LinkedHashSet<>();
        for (String word : Words.of(question, LOOKED_AT)) {
            if (words.size() == MOST) break;
            if (StopWords.meaningful(word)) words.add(word);
        }
        // "e-mail" is two words to the index, "email" another one.
        String start = question.substring(0, Math.min(question.length(), 2_000)).toLowerCase(Locale.ROOT);
        if (words.size() < MOST && HYPHENATED_MAIL.matcher(start).find()) words.add("email");
        if (words.size() < MOST && words.contains("email")) words.add("mail");
        return new QueryWords(List.copyOf(words));
    }

    boolean isEmpty() {
        return words.isEmpty();
    }
}
