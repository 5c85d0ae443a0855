package keepsake.memory.extract;

import java.time.LocalDate;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import keepsake.memory.time.TimeExpression;

/// Dates that are said by other dates: "the day after mine", "two years later".
record Dated(Statements statements) {
    private static final Pattern LATER = Pattern.compile(
            "(?iU)\\b(?<count>a|one|two|three|four|five|six|seven|eight|nine|ten|\\d{1,2}) years? later\\b");
    private static final Pattern YEAR = Pattern.compile("\\b(?:19|20)\\d\\d\\b");
    private static final Map<String, Integer> COUNTS = Map.ofEntries(
            Map.entry("a", 1),
            Map.entry("one", 1),
            Map.entry("two", 2),
            Map.entry("three", 3),
            Map.entry("four", 4),
            Map.entry("five", 5),
            Map.entry("six", 6),
            Map.entry("seven", 7),
            Map.entry("eight", 8),
            Map.entry("nine", 9),
            Map.entry("ten", 10));

    /// "… two years later (2016)" when the words before name a year.
    String withYear(String words, String before) {
        Matcher later = LATER.matcher(words);
        if (!later.find()) return words;
        int year = 0;
        Matcher years = YEAR.matcher(before);
        while (years.find()) year = Integer.parseInt(years.group());
        if (year == 0) return words;
        String count = later.group("count").toLowerCase(Locale.ROOT);
        int after = COUNTS.containsKey(count) ? COUNTS.get(count) : Integer.parseInt(count);
        return words.substring(0, later.end()) + " (" + (year + after) + ")" + words.substring(later.end());
    }

    /// The day of the year that words name, some days on, as "23 May".
    Optional<String> day(String words, int on) {
        List<TimeExpression> times = statements.times(words);
        return times.stream()
                .filter(time -> time.interval().days() == 1)
                .map(time -> written(time.interval().firstDay().plusDays(on)))
                .findFirst();
    }

    private static String written(LocalDate day) {
        return day.getDayOfMonth() + " " + day.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    }
}
