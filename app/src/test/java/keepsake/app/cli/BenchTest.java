package keepsake.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import keepsake.runtime.streaming.StreamingLoader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class BenchTest {
    @TempDir
    Path folder;

    private Path model;
    private Commands commands;

    @BeforeEach
    void begin() {
        commands = new Commands(folder.resolve("home"), new StreamingLoader());
        model = folder.resolve("model.gguf");
    }

    private Commands.Result make(String... more) {
        String[] words = {
            "bench", "make-model", "--out", model.toString(), "--shape", "olmoe", "--size", "3M", "--locality", "olmoe"
        };
        return commands.plain("", concat(words, more));
    }

    private Commands.Result measure(String... more) {
        String[] words = {"bench", "model", "--model", model.toString(), "--prompt-tokens", "40", "--gen-tokens", "8"};
        return commands.run(concat(words, more));
    }

    private static String[] concat(String[] first, String[] second) {
        String[] all = java.util.Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    @Test
    void aModelIsMadeAndMeasuredAndEveryFieldIsThere() throws Exception {
        JsonNode made = make("--json", "--seed", "5").json();
        assertThat(made.propertyNames())
                .containsExactly(
                        "path",
                        "file_bytes",
                        "shape",
                        "architecture",
                        "type",
                        "layers",
                        "embedding",
                        "expert_width",
                        "experts",
                        "experts_used",
                        "expert_mib",
                        "locality",
                        "seed");
        assertThat(made.get("file_bytes").longValue()).isEqualTo(Files.size(model));

        JsonNode result = measure("--json").json();
        assertThat(result.propertyNames())
                .containsExactly(
                        "model",
                        "path",
                        "engine",
                        "architecture",
                        "file_bytes",
                        "type",
                        "layers",
                        "experts",
                        "experts_used",
                        "locality",
                        "cap_mib",
                        "prompt_tokens",
                        "gen_tokens",
                        "token_source",
                        "forced",
                        "batch_tokens",
                        "prefill_tps",
                        "decode_tps",
                        "prefill_hit_rate",
                        "hit_rate",
                        "prefill_mib_read",
                        "mib_read_per_token",
                        "stall_ms_per_token",
                        "load_ms",
                        "first_token_ms",
                        "peak_rss_mib",
                        "budget",
                        "ssd_mib_s",
                        "ram_mib_s",
                        "bound_tps",
                        "bound_fraction",
                        "prefill_bound_tps",
                        "tokens");
        assertThat(result.get("budget").propertyNames())
                .containsExactly("total", "dense", "experts", "kv", "scratch", "host");
        assertThat(result.get("locality").doubleValue())
                .isEqualTo(made.get("locality").doubleValue());
        assertThat(result.get("type").stringValue()).isEqualTo("Q4_K");
        assertThat(result.get("tokens").size()).isEqualTo(8);
        assertThat(result.get("decode_tps").doubleValue()).isPositive();
        assertThat(result.get("prefill_mib_read").doubleValue()).isPositive();
        assertThat(measure("--json").json().get("tokens")).isEqualTo(result.get("tokens"));
    }

    @Test
    void aPersonGetsATable() {
        make();
        Commands.Result result = measure("--tokens", "zipf");
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out())
                .contains("olmoe")
                .contains("routing locality  0.505")
                .contains("tokens/s");
    }

    @Test
    void aBudgetThatIsTooSmallSaysWhatIsNeeded() {
        make();
        Commands.Result result = measure("--budget-mib", "20");
        assertThat(result.status()).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("needs a budget of at least").contains("20 MiB were allowed");
    }

    @ParameterizedTest
    @CsvSource({
        "--tokens,words,random",
        "--tokens,text:/no/such/file,text file",
        "--prompt-tokens,0,--prompt-tokens",
        "--gen-tokens,-1,--gen-tokens",
        "--experts,0,--experts",
        "--experts,500,experts per layer"
    })
    void whatMakesNoSenseIsSaid(String option, String value, String word) {
        make();
        Commands.Result result = commands.run("bench", "model", "--model", model.toString(), option, value);
        assertThat(result.status()).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(result.err().strip()).contains(word).doesNotContain("\n");
    }

    @Test
    void aTextIsMeasuredAsItIs() throws Exception {
        make();
        Path text = Files.writeString(folder.resolve("text.txt"), "the long way down to the water ".repeat(20));
        JsonNode forced = measure("--tokens", "text:" + text, "--json").json();
        assertThat(forced.get("forced").booleanValue()).isTrue();
        assertThat(forced.get("token_source").stringValue()).isEqualTo("text");
    }

    @Test
    void aFileIsNotOverwrittenUnlessForced() {
        assertThat(make().status()).isZero();
        Commands.Result again = make();
        assertThat(again.status()).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(again.err()).contains("is there already");
        assertThat(make("--force").status()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "--shape,banana,shape",
        "--size,1k,2 MB to 20 GB",
        "--size,40G,2 MB to 20 GB",
        "--size,much,2 MB to 20 GB",
        "--type,f16,q4_k",
        "--locality,2,locality",
        "--locality,llama,olmoe"
    })
    void noModelIsMadeOfNonsense(String option, String value, String word) {
        String[] words = {
            "bench", "make-model", "--out", model.toString(), "--shape", "olmoe", "--size", "3M", "--locality", "0.5"
        };
        for (int i = 0; i < words.length; i++) if (words[i].equals(option)) words[i + 1] = value;
        boolean given = java.util.Arrays.asList(words).contains(option);
        Commands.Result result = commands.plain("", given ? words : concat(words, new String[] {option, value}));
        assertThat(result.status()).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(result.err().strip()).contains(word).doesNotContain("\n");
        assertThat(model).doesNotExist();
    }
}
