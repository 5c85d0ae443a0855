package keepsake.memory.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TellingTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "My dog is called Bruno.",
                "I moved to Leipzig in March",
                "Yesterday we bought a sailing boat.",
                "Ich wohne in Leipzig.",
                "Well, I'm a nurse.",
                "Remember that my sister lives in Rome.",
                "Anna gave me a book.",
            })
    void isTold(String sentence) {
        assertThat(Telling.of(sentence)).contains(sentence);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "What is my dog called?",
                "what is my dog called",
                "Please write a poem about my dog.",
                "Tell me about my dog",
                "Can you tell me where I live",
                "I want to know where I live.",
                "I'd like you to plan my trip",
                "Where do I live",
                "Hey, what's my name",
                "The sky is blue.",
                "Erklär mir meine Steuern.",
                "",
            })
    void isNotTold(String sentence) {
        assertThat(Telling.of(sentence)).isEmpty();
    }

    @Test
    void takesTheTellingSentencesOnly() {
        assertThat(Telling.of("My name is Ana. What is the capital of Peru? I live in Lima!"))
                .contains("My name is Ana.\nI live in Lima!");
    }
}
