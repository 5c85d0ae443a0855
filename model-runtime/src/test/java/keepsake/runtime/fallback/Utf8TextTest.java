package keepsake.runtime.fallback;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class Utf8TextTest {
    @Property
    void howTheBytesAreCutDoesNotMatter(
            @ForAll @Size(max = 40) List<@IntRange(max = 0x10FFFF) Integer> codePoints,
            @ForAll @IntRange(min = 1, max = 5) int size) {
        var builder = new StringBuilder();
        codePoints.stream().filter(c -> c < 0xD800 || c > 0xDFFF).forEach(builder::appendCodePoint);
        byte[] bytes = builder.toString().getBytes(StandardCharsets.UTF_8);
        var text = new Utf8Text();
        var joined = new StringBuilder();
        for (int i = 0; i < bytes.length; i += size) {
            String part = text.add(Arrays.copyOfRange(bytes, i, Math.min(i + size, bytes.length)));
            assertThat(part).doesNotContain("\ufffd".repeat(builder.indexOf("\ufffd") < 0 ? 1 : 1000));
            joined.append(part);
        }

        assertThat(joined + text.end()).isEqualTo(builder.toString());
    }

    @Test
    void aCharacterIsHeldBackUntilItIsWhole() {
        byte[] emoji = "😀".getBytes(StandardCharsets.UTF_8);
        var text = new Utf8Text();

        assertThat(text.add(Arrays.copyOf(emoji, 3))).isEmpty();
        assertThat(text.add(new byte[] {emoji[3]})).isEqualTo("😀");
        assertThat(text.end()).isEmpty();
    }

    @Test
    void anUnfinishedCharacterAtTheEndIsMarked() {
        var text = new Utf8Text();

        assertThat(text.add(new byte[] {'a', (byte) 0xf0, (byte) 0x9f})).isEqualTo("a");
        assertThat(text.end()).isEqualTo("\ufffd");
    }
}
