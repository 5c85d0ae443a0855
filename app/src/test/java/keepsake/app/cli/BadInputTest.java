package keepsake.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import keepsake.app.assistant.ScriptedEngine;
import keepsake.app.cli.Commands.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Bad input is told in one plain sentence with what to do, on standard error, with exit status 2; nothing is kept.
class BadInputTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            frobnicate                              | 'keepsake' has no command 'frobnicate'. Run 'keepsake --help'
            ask                                     | 'keepsake ask' needs TEXT.
            ask --bogus hi                          | 'keepsake ask' has no option '--bogus'.
            ask ''                                  | There is no text.
            recall ' '                              | There is no text.
            remember -                              | There is no text.
            ask hi                                  | There is no model yet. Get one with 'keepsake model get starter'
            ask --model nowhere.gguf hi             | There is no model 'nowhere.gguf'. Give a GGUF file with --model
            ask --model FOLDER hi                   | is a folder. Give a GGUF file with --model.
            ask --model TEXTFILE --engine warp hi   | There is no engine 'warp'. Use streaming or fallback.
            ask --model TEXTFILE --seed x hi        | Invalid value for option '--seed'
            ask --model TEXTFILE --seed -1 hi       | --seed must be between 0 and 4294967294.
            ask --model TEXTFILE --temperature 9 hi | --temperature must be between 0 and 5.
            ask --model TEXTFILE --max-tokens 0 hi  | --max-tokens must be at least 1.
            ask --model TEXTFILE --experts 0 hi     | --experts must be at least 1.
            ask --model TEXTFILE --budget-mib 0 hi  | --budget-mib must be at least 1.
            ask --model                             | --model
            recall --limit 0 boat                   | --limit must be at least 1.
            identity set nonsense                   | 'nonsense' is not of the form NAME=VALUE
            identity set shoe-size=43               | 'shoe-size' is no name that forms use.
            identity set bday=tomorrow              | Nothing was changed.
            export --format pdf --out x             | There is no format 'pdf'. Use jsonl, markdown, bitwarden or vcard.
            export --format vcard                   | 'keepsake export' needs --out FILE.
            export --format vcard --out FOLDER      | is a folder. Give a file with --out.
            export --format jsonl --out FOLDER      | is a folder. Give a file with --out.
            export --format jsonl --out TEXTFILE    | is there already and was left as it is.
            export --format jsonl --out FOLDER/no/x | There is no folder
            import --format chatgpt                 | 'keepsake import' needs PATH.
            import nowhere.zip                      | 'keepsake import' needs --format
            import --format gemini nowhere.zip      | There is no format 'gemini'. Use chatgpt, claude, markdown, jsonl.
            import --format chatgpt nowhere.zip     | There is no file or folder
            import --format chatgpt TEXTFILE        | Nothing could be imported from
            import --format claude TEXTFILE         | Nothing could be imported from
            import --format jsonl TEXTFILE          | Nothing could be imported from
            bench replay                            | 'keepsake bench replay' needs
            bench replay --routing nowhere --layers 1 --experts 2 --experts-used 1 --cache-percent 50 | There is no file 'nowhere' to replay.
            bench replay --routing TEXTFILE --layers 1 --experts 2 --experts-used 1 --cache-percent 50 | Check the numbers of layers and experts.
            model                                   | 'keepsake model' needs one of get, list, check, optimise or forget.
            model get gpt                           | There is no model 'gpt' to get. Use one of starter, smoke.
            model check TEXTFILE                    | it looks like a text file
            model check nowhere.gguf                | nowhere.gguf
            facts extra                             | 'keepsake facts' has no use for 'extra'.
            facts --home TEXTFILE                   | is a file, not a folder, so Keepsake cannot live there.
            """)
    void isToldInOneSentence(String line, String expected) throws IOException {
        Path text = Files.writeString(folder.resolve("story.gguf"), "Once upon a time there was a text file.\n");
        String[] words = Arrays.stream(line.split(" +(?=(?:[^']*'[^']*')*[^']*$)"))
                .map(word -> word.replace("'", "")
                        .replace("TEXTFILE", text.toString())
                        .replace("FOLDER", folder.toString()))
                .toArray(String[]::new);
        boolean hasHome = line.contains("--home");
        Result result = commands()
                .plain(
                        "",
                        hasHome
                                ? words
                                : Stream.concat(Stream.of("--home", home()), Arrays.stream(words))
                                        .toArray(String[]::new));
        assertThat(result.err()).contains(expected);
        assertThat(result.err().strip())
                .doesNotContain("\n")
                .doesNotContain("Exception")
                .endsWith(".");
        assertThat(result.out()).isEmpty();
        assertThat(result.status()).isEqualTo(2);
        assertThat(commands().run("recall", "--json", "hi").out().strip()).isEqualTo("[ ]");
    }

    @Test
    void exportingNothingIsSaidAndWritesNoFile() {
        Path out = folder.resolve("x.vcf");
        Result result = commands().run("export", "--format", "vcard", "--out", out.toString());
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err().strip()).contains("confirmed").doesNotContain("\n");
        assertThat(out).doesNotExist();
    }

    @Test
    void aDamagedSettingsFileIsSaidAndDoesNotStopACommand() throws IOException {
        Path home = Files.createDirectories(folder.resolve("home"));
        Files.writeString(home.resolve("settings.json"), "{");
        Result result = commands().run("facts", "--json");
        assertThat(result.status()).isZero();
        assertThat(result.out().strip()).isEqualTo("[ ]");
        assertThat(result.err()).startsWith("The settings were damaged and are kept as settings.damaged-");
    }

    private String home() {
        return folder.resolve("home").toAbsolutePath().toString();
    }

    private Commands commands() {
        return new Commands(folder.resolve("home"), ScriptedEngine.saying("x").loader());
    }
}
