package keepsake.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import keepsake.memory.Identity.Field;
import keepsake.memory.Identity.Format;
import keepsake.memory.Identity.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTest {
    @TempDir
    Path home;

    private final TestClock clock = new TestClock();
    private Memory memory;
    private Identity identity;

    @BeforeEach
    void open() {
        memory = Memory.open(home.resolve("home"), clock);
        identity = memory.identity();
    }

    @AfterEach
    void close() {
        memory.close();
    }

    private Message say(String text) {
        clock.tick();
        return memory.conversations().say(memory.conversations().start().id(), text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            given-name  | '  Ana\tMaría '      | Ana María
            email       | mailto:ana@example.org | ana@example.org
            tel         | +49 (0)341 123 4567  | +493411234567
            bday        | 3 May 1990           | 1990-05-03
            bday        | May 3rd, 1990        | 1990-05-03
            bday        | 3. Mai 1990          | 1990-05-03
            bday        | 03.05.1990           | 1990-05-03
            country     | germany              | DE
            country     | Österreich           | AT
            country     | uk                   | GB
            url         | example.org/ana      | https://example.org/ana
            language    | German               | de
            language    | pt-br                | pt-BR
            impp        | xmpp:ana@example.org | xmpp:ana@example.org
            """)
    void keepsAValueInTheFormThatFormsUse(String name, String typed, String kept) {
        Field field = identity.set(name, typed);
        assertThat(field.value()).isEqualTo(kept);
        assertThat(field.status()).isEqualTo(Status.CONFIRMED);
        assertThat(identity.fields()).containsExactly(field);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            shoe-size | 42           | no autofill name
            email     | ana          | no e-mail address
            email     | a b@c.de     | no e-mail address
            tel       | hello        | no phone number
            tel       | 12           | country code
            tel       | 0341 1234567 | country code
            bday      | 3 May        | no date with a year
            bday      | 1990-02-30   | no date with a year
            bday      | 2090-01-01   | Check the year
            country   | Narnia       | no country
            url       | not a page   | no web address
            impp      | ana          | no chat address
            language  | Klingonese   | no language
            """)
    void refusesWhatCannotBeOne(String name, String typed, String sentence) {
        assertThatThrownBy(() -> identity.set(name, typed))
                .isInstanceOfSatisfying(
                        MemoryException.class, e -> assertThat(e.reason()).isEqualTo(MemoryException.Reason.BAD_INPUT))
                .hasMessageContaining(sentence);
        assertThat(identity.fields()).isEmpty();
    }

    @Test
    void readsAPhoneNumberWithTheCountryThatIsSet() {
        identity.set("country", "DE");
        assertThat(identity.set("tel", "0341 1234567").value()).isEqualTo("+493411234567");
    }

    @Test
    void aBlankValueRemoves() {
        identity.set("nickname", "Annie");
        identity.set("nickname", " ");
        assertThat(identity.fields()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            My name is Ana Silva.                        | name               | Ana Silva
            Hi, I'm called Ana and I like tea.           | given-name         | Ana
            My name is Ludwig van der Berg, nice day     | name               | Ludwig van der Berg
            my e-mail is ana.silva@example.org.          | email              | ana.silva@example.org
            My phone number is +49 341 1234567.          | tel                | +493411234567
            I live in Leipzig.                           | address-level2     | Leipzig
            I live in New York now.                      | address-level2     | New York
            I live in Portugal                           | country            | PT
            I live in Lisbon, Portugal.                  | country            | PT
            I live at 12 Baker Street, 04275 Leipzig.    | street-address     | 12 Baker Street
            I live at Hauptstraße 12, 04275 Leipzig.     | postal-code        | 04275
            My birthday is on 3 May 1990.                | bday               | 1990-05-03
            I was born on May 3, 1990 in Porto.          | bday               | 1990-05-03
            I work at Example Ltd as a nurse.            | organization       | Example Ltd
            I work as a night nurse at the hospital.     | organization-title | night nurse
            Remember that my name is Ana Silva.          | name               | Ana Silva
            Ich heiße Ana Silva.                         | name               | Ana Silva
            """)
    void proposesWhatTheUserSaysPlainly(String text, String name, String value) {
        Message said = say(text);
        Field field = identity.fields().stream()
                .filter(f -> f.name().equals(name))
                .findFirst()
                .orElseThrow();
        assertThat(field.value()).isEqualTo(value);
        assertThat(field.status()).isEqualTo(Status.PROPOSED);
        assertThat(field.source().orElseThrow().message()).isEqualTo(said.id());
        assertThat(said.text()).contains(field.source().orElseThrow().quote());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "What is my name?",
                "Is my name Ana Silva?",
                "If my name is Ana Silva, what is my monogram?",
                "Pretend my name is Ana Silva.",
                "She said \"my name is Ana Silva\".",
                "My name is not important.",
                "My dog's name is Bruno.",
                "I would live in Leipzig.",
                "I don't live in Leipzig.",
                "I live in a small house.",
                "My birthday is on 3 May.",
                "My number is 7.",
                "I work for free.",
                "Write a letter saying my name is Ana Silva.",
                "I used to live in Leipzig.",
                "My sister says I live in Paris too much in my head",
            })
    void proposesNothingFromDoubtfulWords(String text) {
        say(text);
        assertThat(identity.fields()).isEmpty();
    }

    @Test
    void proposesFromFactsAndNotFromForgottenOnes() {
        Message said = say("Remember that I live in Leipzig.");
        Fact fact = memory.facts().remember("I live in Leipzig", said.id(), "I live in Leipzig");
        assertThat(identity.fields()).extracting(Field::value).containsExactly("Leipzig");
        memory.facts().delete(fact.id());
        assertThat(identity.fields()).isEmpty();
    }

    @Test
    void confirmsAndDismissesProposals() {
        say("My name is Ana Silva.");
        Field confirmed = identity.confirm("name");
        assertThat(confirmed.source()).isPresent();
        assertThat(identity.fields()).containsExactly(confirmed);

        say("My name is Ana Santos.");
        assertThat(identity.fields()).extracting(Field::value).containsExactly("Ana Silva", "Ana Santos");
        identity.dismiss("name");
        say("My name is Ana  Santos!");
        assertThat(identity.fields()).containsExactly(confirmed);
        assertThatThrownBy(() -> identity.confirm("name")).hasMessageContaining("no proposal");
        identity.remove("name");
        assertThat(identity.fields()).extracting(Field::status).containsExactly(Status.PROPOSED);
    }

    @Test
    void exportsConfirmedFieldsOnly() {
        assertThatThrownBy(() -> identity.preview(Format.VCARD)).hasMessageContaining("nothing to export yet");
        say("My e-mail is ana@example.org.");
        identity.set("given-name", "Ana");
        for (Format format : Format.values()) {
            assertThat(identity.preview(format).text()).contains("Ana").doesNotContain("example.org");
        }
    }

    @Test
    void writesThePreviewToTheByteForTheOwnerOnly() throws IOException {
        identity.set("name", "Ana Müller");
        Identity.Preview preview = identity.preview(Format.VCARD);
        Path file = home.resolve(preview.fileName());
        Files.writeString(file, "something older");
        identity.export(preview, file);
        assertThat(file).hasContent(preview.text());
        assertThat(Files.readString(file)).isEqualTo(preview.text());
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
        try (var left = Files.list(home)) {
            assertThat(left).containsExactlyInAnyOrder(file, home.resolve("home"));
        }
    }

    @Test
    void refusesOddTargets() throws IOException {
        identity.set("name", "Ana Müller");
        Identity.Preview preview = identity.preview(Format.BITWARDEN);
        assertThatThrownBy(() -> identity.export(preview, home)).hasMessageContaining("is a folder");
        assertThatThrownBy(() -> identity.export(preview, home.resolve("no/file.json")))
                .hasMessageContaining("There is no folder");
        Path link = Files.createSymbolicLink(home.resolve("link.json"), home.resolve("elsewhere"));
        assertThatThrownBy(() -> identity.export(preview, link)).hasMessageContaining("is a link");
    }
}
