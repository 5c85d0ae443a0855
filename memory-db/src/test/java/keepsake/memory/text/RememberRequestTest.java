package keepsake.memory.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RememberRequestTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Remember that my dog is called Bruno.            | My dog is called Bruno
            remember: the alarm code is on the fridge        | The alarm code is on the fridge
            Please remember that I'm allergic to nuts!       | I'm allergic to nuts
            Don’t forget that Anna's flight is at 6 a.m.     | Anna's flight is at 6 a.m
            Hey Keepsake, keep in mind that I work nights    | I work nights
            Can you remember that I take the 8:15 train?     | I take the 8:15 train
            I'd like you to remember that we met in Rome.    | We met in Rome
            Merke dir, dass ich in Leipzig wohne.            | Ich in Leipzig wohne
            Remember my birthday is on 3 May.                | My birthday is on 3 May
            Thanks! Remember that I moved to Ghent.          | I moved to Ghent
            Never forget that tea is better than coffee      | Tea is better than coffee
            """)
    void recognises(String text, String statement) {
        RememberRequest.Request request = RememberRequest.parse(text).orElseThrow();
        assertThat(request.statement()).isEqualTo(statement);
        assertThat(text).contains(request.quote());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Do you remember that day?",
                "I remember that my dog was happy.",
                "Can you remember what I said?",
                "Remember that day?",
                "Remember that time we went to Rome",
                "Remember me?",
                "Remember when I told you about Bruno?",
                "What should I remember about Rome?",
                "How do I remember that formula?",
                "You don't remember that I like tea.",
                "Remember that",
                "remember:",
                "Do you remember that my dog is called Bruno?",
                "",
            })
    void leavesAlone(String text) {
        assertThat(RememberRequest.parse(text)).isEmpty();
    }

    @Test
    void isFastOnWhateverIsPasted() {
        for (String piece : new String[] {"remember that ", " ", ")", "my ", "\"", "\n", "a. "}) {
            assertThat(RememberRequest.parse("x" + piece.repeat(100_000 / piece.length()) + "!"))
                    .isNotNull();
            assertThat(Telling.of("I " + piece.repeat(100_000 / piece.length()) + "!"))
                    .isNotNull();
        }
    }
}
