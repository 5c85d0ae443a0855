package keepsake.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CommandArgumentsTest {
    @Test
    void whatWasTypedIsReadFromTheSystemsBytes() {
        byte[] line = "java\0-cp\0x\0Main\0remember\0Zoë\0\0".getBytes(StandardCharsets.UTF_8);
        assertThat(CommandArguments.parse(line, 3))
                .hasValueSatisfying(words -> assertThat(words).containsExactly("remember", "Zoë", ""));
    }

    @Test
    void soundArgumentsAreLeftAlone() {
        String[] words = {"ask", "Zoë"};
        assertThat(CommandArguments.asTyped(words)).isSameAs(words);
    }
}
