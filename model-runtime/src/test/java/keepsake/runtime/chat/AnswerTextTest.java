package keepsake.runtime.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.UniqueChars;
import org.junit.jupiter.api.Test;

class AnswerTextTest {
    private final List<String> heard = new ArrayList<>();

    @Property
    void anyCutOfTheBytesGivesTheSameWholeCharacters(
            @ForAll @UniqueChars String written, @ForAll @IntRange(min = 1, max = 5) int step) {
        byte[] bytes = written.getBytes(UTF_8);
        List<String> pieces = new ArrayList<>();
        AnswerText text = new AnswerText(List.of(), pieces::add);
        for (int at = 0; at < bytes.length; at += step) {
            text.append(java.util.Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + step)));
        }
        text.finish();
        String expected = new String(bytes, UTF_8);
        assertThat(text.text()).isEqualTo(expected);
        assertThat(String.join("", pieces)).isEqualTo(expected);
        assertThat(pieces)
                .noneMatch(String::isEmpty)
                .noneMatch(p -> Character.isHighSurrogate(p.charAt(p.length() - 1)));
    }

    @Test
    void aCharacterInTwoTokensIsToldOnce() {
        AnswerText text = new AnswerText(List.of(), heard::add);
        byte[] smile = "😀".getBytes(UTF_8);
        text.append(new byte[] {smile[0], smile[1]});
        assertThat(heard).isEmpty();
        text.append(new byte[] {smile[2], smile[3]});
        assertThat(heard).containsExactly("😀");
    }

    @Test
    void endsBeforeAStopTextThatComesInPieces() {
        AnswerText text = new AnswerText(List.of("\nUser:"), heard::add);
        assertThat(text.append("fine.\nUs".getBytes(UTF_8))).isTrue();
        assertThat(heard).containsExactly("fine.");
        assertThat(text.append("er: and".getBytes(UTF_8))).isFalse();
        text.finish();
        assertThat(text.text()).isEqualTo("fine.");
        assertThat(heard).containsExactly("fine.");
    }

    @Test
    void whatOnlyLookedLikeAStopTextIsToldLater() {
        AnswerText text = new AnswerText(List.of("\nUser:"), heard::add);
        text.append("one\n".getBytes(UTF_8));
        text.append("two\n".getBytes(UTF_8));
        text.finish();
        assertThat(String.join("", heard)).isEqualTo("one\ntwo\n");
    }
}
