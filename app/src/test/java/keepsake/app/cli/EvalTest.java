package keepsake.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import keepsake.app.assistant.ScriptedEngine;
import keepsake.app.cli.Commands.Result;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class EvalTest {
    @TempDir
    Path folder;

    private Commands commands;

    @BeforeEach
    void makeCommands() {
        commands = new Commands(
                folder.resolve("home"), ScriptedEngine.saying("Oh, ", "nice.").loader());
    }

    private String file(String json) throws IOException {
        return Files.writeString(folder.resolve("data.json"), json).toString();
    }

    @Test
    void factsAreCountedAgainstWhatIsExpected() throws IOException {
        String data = file("""
                [{"date": "2026-03-02", "message": "I live in Graz and my sister Mara is allergic to nuts.", "forbid": [],
                  "expect": [{"subject": "u", "words": ["Graz"]}, {"subject": "Mara", "words": ["sister"]},
                             {"subject": "Mara", "words": ["nuts"]}, {"subject": "u", "words": ["boat"]}]},
                 {"date": "2026-03-03", "message": "I have two cats.", "expect": [], "forbid": ["cats"]},
                 {"date": "2026-03-04", "message": "If I were rich, I'd own a boat.", "expect": [], "forbid": ["boat"]}]""");
        Result judged = commands.run("eval", "facts", "--data", data, "--json");
        assertThat(judged.status()).as(judged.err()).isZero();
        JsonNode score = judged.json();
        assertThat(score.propertyNames()).containsExactly("found", "expected", "facts", "unmatched", "forbidden");
        assertThat(score.get("found").asInt()).isEqualTo(3);
        assertThat(score.get("expected").asInt()).isEqualTo(4);
        assertThat(score.get("unmatched").asInt()).isEqualTo(1);
        assertThat(score.get("forbidden").asInt()).isEqualTo(1);
    }

    @Test
    void aModelsFactsAreJudgedToo() throws IOException {
        String data = file("""
                [{"date": "2026-03-02", "message": "I live in Graz. Coriander tastes like soap to me.", "forbid": [],
                  "expect": [{"subject": "u", "words": ["Graz"]}, {"subject": "u", "words": ["coriander"]}]}]""");
        String model = Files.createFile(folder.resolve("model.gguf")).toString();
        Commands keeping = new Commands(
                folder.resolve("home"), ScriptedEngine.saying("[\"the user\"]").loader());
        JsonNode rules = keeping.run("eval", "facts", "--data", data, "--json").json();
        assertThat(rules.get("found").asInt()).isEqualTo(1);
        Result both = keeping.run("eval", "facts", "--data", data, "--model", model, "--json");
        assertThat(both.status()).as(both.err()).isZero();
        assertThat(both.json().get("found").asInt()).isEqualTo(2);
        Result silent = commands.run("eval", "facts", "--data", data, "--model", model, "--json");
        assertThat(silent.status()).isEqualTo(1);
        assertThat(silent.err()).contains("gave no answer");
    }

    @Test
    void whatCannotBeEvaluatedIsSaid() throws IOException {
        assertThat(commands.run("eval", "facts", "--data", file("[]"), "--model", "starter")
                        .err())
                .contains("There is no model 'starter'");
        assertThat(commands.run("eval", "facts", "--data", file("[]"), "--only", "model")
                        .err())
                .contains("needs a model");
        assertThat(commands.run("eval", "facts", "--data", file("[]"), "--only", "dreams")
                        .err())
                .contains("Use rules or model");
        assertThat(commands.run("eval", "facts", "--data", file("{")).status()).isEqualTo(2);
        assertThat(commands.run("eval", "facts", "--data", file("{}")).err()).contains("holds no JSON array");
        assertThat(commands.run("eval", "facts", "--data", "nowhere.json").err())
                .contains("There is no file");
        assertThat(commands.run("eval").err()).contains("facts");
    }

    private static final String DIALOGUE = """
            [{"conversation": {"speaker_a": "Ann", "speaker_b": "Bo",
              "session_1_date_time": "1:14 pm on 25 May, 2023", "session_1": [
                {"speaker": "Ann", "dia_id": "D1:1", "text": "Which colour shall I paint the kitchen?"},
                {"speaker": "Bo", "dia_id": "D1:2", "text": "Sage green, I would say."},
                {"speaker": "Ann", "dia_id": "D1:3", "blip_caption": "a photo of a kayak on a lake"}],
              "session_3_date_time": "29.12.2023, 00:51:12", "session_3": [
                {"speaker": "Bo", "dia_id": "D3:1", "text": "My sister plays the cello now."},
                {"speaker": "Ann", "dia_id": "D3:2", "text": "How lovely!"}]},
              "qa": [
                {"question": "What was in Ann's photo of the lake?", "evidence": ["D1:3"], "category": 4},
                {"question": "Who plays the cello?", "evidence": ["D3:1; D9:9"], "category": 4},
                {"question": "What colour for the kitchen?", "evidence": ["D1:1,D1:2"], "category": 1},
                {"question": "Who likes submarines?", "evidence": [], "category": 3}]}]""";

    @Test
    void recallIsJudgedByDialogues() throws IOException {
        JsonNode score = commands.run("eval", "recall", "--data", file(DIALOGUE), "--json")
                .json();
        assertThat(score.propertyNames()).containsExactly("all", "categories", "latency_ms", "questions");
        assertThat(score.get("questions").asInt()).isEqualTo(4);
        assertThat(score.get("all").propertyNames()).contains("r5", "r10", "r25", "r50", "ndcg10");
        assertThat(score.get("all").get("r5").asDouble()).isEqualTo(100);
        assertThat(score.get("categories").propertyNames()).containsExactly("1", "3", "4");
        assertThat(score.get("latency_ms").propertyNames()).containsExactly("p50", "p95");
    }

    @Test
    void stagesCanBeLeftOut() throws IOException {
        String data = file(DIALOGUE);
        JsonNode blind = commands.run("eval", "recall", "--data", data, "--stage", "facts", "--json")
                .json();
        assertThat(blind.get("all").get("r50").asDouble())
                .as("the question without evidence")
                .isEqualTo(25);
        JsonNode words = commands.run("eval", "recall", "--data", data, "--without", "traits,speakers", "--json")
                .json();
        assertThat(words.get("all").get("r50").asDouble()).isEqualTo(100);
        Result unknown = commands.run("eval", "recall", "--data", data, "--stage", "magic");
        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.err()).contains("magic").contains("words, meaning, speakers, traits, times, facts");
    }

    @Test
    void aMadeUpMemoryIsMeasured() {
        JsonNode measured = commands.run("bench", "memory", "--rows", "130", "--questions", "5", "--json")
                .json();
        assertThat(measured.propertyNames())
                .containsExactly("rows", "p50_ms", "p95_ms", "p99_ms", "index_mib", "rss_mib", "build_s");
        assertThat(measured.get("p50_ms").asDouble()).isPositive();
        assertThat(commands.run("bench", "memory", "--rows", "0").status()).isEqualTo(2);
    }

    @Test
    @Tag("e2e")
    void updatesAreFoundInDialogues() throws IOException {
        String data = file("""
                [{"conversation": {"speaker_a": "Ann", "speaker_b": "Bo",
                  "session_1_date_time": "1:14 pm on 25 May, 2023", "session_1": [
                    {"speaker": "Ann", "dia_id": "D1:1", "text": "I work at Siemens."},
                    {"speaker": "Bo", "dia_id": "D1:2", "text": "Oh, nice."}],
                  "session_2_date_time": "29.12.2023, 00:51:12", "session_2": [
                    {"speaker": "Bo", "dia_id": "D2:1", "text": "And you?"},
                    {"speaker": "Ann", "dia_id": "D2:2", "text": "I work at Lumen Labs now."}]}}]""");
        JsonNode score =
                commands.run("eval", "updates", "--data", data, "--json").json();
        assertThat(score.propertyNames()).containsExactly("questions", "current_above_old", "synthetic");
        assertThat(score.get("questions").asInt()).isEqualTo(1);
        assertThat(score.get("current_above_old").asDouble()).isEqualTo(100);
        assertThat(score.get("synthetic").get("questions").asInt()).isEqualTo(56);
    }

    @Test
    void candidatesAreListedConfirmedAndDismissed() {
        commands.run("remember", "my boat is called Halcyon");
        commands.run("remember", "Good evening! I live in Graz. I have two cats.");
        JsonNode candidates = commands.run("facts", "--candidates", "--json").json();
        assertThat(candidates.findValuesAsString("statement")).contains("I live in Graz", "I have two cats");
        assertThat(candidates.findValuesAsString("status")).containsOnly("candidate");
        String newest = candidates.get(0).get("id").stringValue();
        String next = candidates.get(1).get("id").stringValue();
        assertThat(commands.run("facts", "--confirm", newest, "--dismiss", next).status())
                .isZero();
        assertThat(commands.run("facts", "--json").json().findValuesAsString("id"))
                .contains(newest);
        assertThat(commands.run("facts", "--candidates").out()).doesNotContain(next + " ");
        assertThat(commands.run("facts", "--confirm", newest).err()).contains("is no candidate");
        assertThat(commands.run("facts", "--confirm", "walnut").err()).contains("not a memory id");
    }
}
