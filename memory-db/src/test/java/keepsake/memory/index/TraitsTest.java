package keepsake.memory.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Traits are looked for word by word; these are the expressions they stand for.
class TraitsTest {
    private static final Pattern CAPITAL = Pattern.compile("(?<![.!?…] )(?<!^)\\b\\p{Lu}\\p{Ll}+");
    private static final Pattern TIME = expression(
            "yesterday|today|last|next|week|years?|since|(?:19|20)\\d\\d|gestern|letzten?|nächsten?|märz|dezember");
    private static final Pattern NUMBER = expression("\\d+|one|three|fünf|erste[nrs]?|zweite[nrs]?|paar");

    private static Pattern expression(String words) {
        return Pattern.compile(
                "\\b(?:" + words + ")\\b",
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);
    }

    @Provide
    Arbitrary<String> texts() {
        List<String> pieces = List.of(
                " ",
                " ",
                " ",
                "\n",
                ".",
                "! ",
                "… ",
                "_",
                "-",
                "'",
                "A",
                "z",
                "Ä",
                "ä",
                "É",
                "ß",
                "Anna",
                "yesterday",
                "LAST",
                "laſt",
                "years",
                "year",
                "1999",
                "2024",
                "20",
                "17",
                "٣",
                "nächsten",
                "NÄCHSTE",
                "märz",
                "fünf",
                "erster",
                "paar",
                "three",
                "\u0301",
                "\u00b2",
                "\ud835\udc00",
                "\ud835\udc1a",
                "中文",
                "\u200d",
                "tonic");
        return Arbitraries.of(pieces).list().ofMaxSize(12).map(some -> String.join("", some));
    }

    @Property(tries = 3_000)
    void areWhatTheExpressionsFind(@ForAll("texts") String text) {
        int traits = Traits.of(text);
        assertThat(Traits.has(traits, Traits.NAME))
                .isEqualTo(CAPITAL.matcher(text).find());
        assertThat(Traits.has(traits, Traits.TIME)).isEqualTo(TIME.matcher(text).find());
        assertThat(Traits.has(traits, Traits.NUMBER))
                .isEqualTo(NUMBER.matcher(text).find());
    }
}
