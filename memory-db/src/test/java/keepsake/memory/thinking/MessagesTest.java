package keepsake.memory.thinking;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import keepsake.memory.extract.OwnWords;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// 120 messages of many people with what should be found in them (`messages.json`, in the form of `eval facts`): what a
/// model is shown must hold it, and must not hold orders, fiction and the words of others, whatever the model.
class MessagesTest {
    private static JsonNode messages() throws IOException {
        try (InputStream file = MessagesTest.class.getResourceAsStream("messages.json")) {
            assertThat(file).isNotNull();
            return JsonMapper.shared().readTree(file);
        }
    }

    private static String shown(JsonNode message) {
        String text = message.get("message").asString();
        List<String> parts =
                OwnWords.of(text).stream().map(part -> part.of(text)).toList();
        return String.join("\n", parts).toLowerCase(Locale.ROOT);
    }

    private static boolean holds(String shown, JsonNode words) {
        for (JsonNode word : words) {
            if (!shown.contains(word.asString().toLowerCase(Locale.ROOT))) return false;
        }
        return true;
    }

    @Test
    void theModelIsShownNearlyAllThatShouldBeFound() throws IOException {
        int expected = 0;
        List<String> missing = new ArrayList<>();
        for (JsonNode message : messages()) {
            String shown = shown(message);
            for (JsonNode expect : message.get("expect")) {
                expected++;
                if (!holds(shown, expect.get("words")))
                    missing.add(message.get("message").asString());
            }
        }
        assertThat(expected).isGreaterThan(100);
        assertThat(missing).hasSizeLessThan(expected / 10);
    }

    @Test
    void theModelIsNotShownOrdersFictionAndTheWordsOfOthers() throws IOException {
        List<String> shownThough = new ArrayList<>();
        int forbidden = 0;
        for (JsonNode message : messages()) {
            String shown = shown(message);
            if (message.get("forbid").isEmpty()) continue;
            forbidden++;
            for (JsonNode word : message.get("forbid")) {
                if (shown.contains(word.asString().toLowerCase(Locale.ROOT))) {
                    shownThough.add(message.get("message").asString());
                }
            }
        }
        // What the world is like, and irony without a sign, is for the model to tell.
        assertThat(forbidden).isGreaterThan(30);
        assertThat(shownThough).hasSizeLessThan(8);
        assertThat(String.join("\n", shownThough)).doesNotContain("Forget", "You must", "translate", "claims", "novel");
    }
}
