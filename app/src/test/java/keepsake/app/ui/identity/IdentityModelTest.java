package keepsake.app.ui.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import keepsake.app.ui.background.Turns;
import keepsake.app.ui.gallery.SampleClock;
import keepsake.app.ui.identity.Page.Entry;
import keepsake.app.ui.identity.Page.Folding;
import keepsake.app.ui.identity.Page.Group;
import keepsake.app.ui.identity.Page.Mark;
import keepsake.app.ui.identity.Page.Offer;
import keepsake.app.ui.identity.Page.Presence;
import keepsake.app.ui.identity.Page.Readiness;
import keepsake.app.ui.wording.Wording;
import keepsake.memory.Identity.Format;
import keepsake.memory.Memory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IdentityModelTest {
    private final SampleClock clock = new SampleClock();
    private final Deque<Page> seen = new ArrayDeque<>();
    private final Turns turns = new Turns();
    private Path folder;
    private Memory memory;
    private IdentityModel model;

    @BeforeEach
    void open(@TempDir Path folder) {
        this.folder = folder;
        memory = Memory.open(folder, clock);
        Wording wording = Wording.of("keepsake.app.ui.identity.identity", ZoneOffset.UTC);
        model = new IdentityModel(memory.identity(), turns.background(), wording);
        model.show(seen::add);
        act(model::refresh);
    }

    @AfterEach
    void close() {
        turns.close();
        memory.close();
    }

    @Test
    void groupsAskTheUsualFieldsAndFoldTheRareOnes() {
        assertThat(page().groups())
                .extracting(Group::title)
                .containsExactly("Name", "Contact", "Address", "Work", "Other");
        assertThat(names("Address")).contains("street-address", "postal-code").doesNotContain("address-line1");

        model.toggleMore("Address");
        assertThat(names("Address")).contains("address-line1");
        assertThat(group("Address").folding()).isEqualTo(Folding.OPEN);

        model.toggleMore("Address");
        assertThat(names("Address")).doesNotContain("address-line1");
        assertThat(group("Work").folding()).isEqualTo(Folding.NOTHING);
    }

    @Test
    void aTypedValueIsKeptInItsOwnForm() {
        model.type("country", "Germany");
        assertThat(entry("country").mark()).isEqualTo(Mark.CHANGED);
        assertThat(memory.identity().fields()).isEmpty();

        act(() -> model.commit("country"));

        assertThat(entry("country").text()).isEqualTo("DE");
        assertThat(entry("country").mark()).isEqualTo(Mark.SAVED);
        assertThat(entry("country").note()).isEqualTo("Saved");
        assertThat(memory.identity().fields().getFirst().value()).isEqualTo("DE");
    }

    @Test
    void aRefusedValueStaysInItsBoxWithASentenceAndTheOldOneIsKept() {
        set("email", "ana@posteo.net");
        set("email", "ana at home");

        assertThat(entry("email").mark()).isEqualTo(Mark.REFUSED);
        assertThat(entry("email").text()).isEqualTo("ana at home");
        assertThat(entry("email").note()).startsWith("'ana at home' is no e-mail address.");
        assertThat(memory.identity().fields().getFirst().value()).isEqualTo("ana@posteo.net");

        model.revert("email");
        assertThat(entry("email").text()).isEqualTo("ana@posteo.net");
        assertThat(entry("email").mark()).isEqualTo(Mark.KEPT);
    }

    @Test
    void aBlankValueRemovesTheField() {
        set("given-name", "Ana");
        set("given-name", "  ");

        assertThat(entry("given-name").note()).isEqualTo("Removed");
        assertThat(memory.identity().fields()).isEmpty();
        assertThat(page().export().ready()).isEqualTo(Readiness.NOTHING_CONFIRMED);
    }

    @Test
    void whatIsTypedWhileTheDatabaseWorksIsNotOverwritten() {
        model.type("country", "Germany");
        model.commit("country");
        model.type("country", "Germany and");
        turns.until(model::idle);

        assertThat(entry("country").text()).isEqualTo("Germany and");
        assertThat(entry("country").mark()).isEqualTo(Mark.CHANGED);
    }

    @Test
    void aProposalShowsItsWordsAndCountsOnlyWhenConfirmed() {
        say("I live in Leipzig.");
        act(model::refresh);
        Offer offer = page().offers().getFirst();
        assertThat(offer.label()).isEqualTo("City");
        assertThat(offer.source().orElseThrow().quote()).contains("I live in Leipzig");
        assertThat(entry("address-level2").text()).isEmpty();
        assertThat(page().export().ready()).isEqualTo(Readiness.NOTHING_CONFIRMED);

        act(() -> model.confirm(offer));

        assertThat(page().offers()).isEmpty();
        assertThat(entry("address-level2").text()).isEqualTo("Leipzig");
        assertThat(entry("address-level2").origin()).isPresent();
        assertThat(page().export().text()).contains("Leipzig");
    }

    @Test
    void aDismissedProposalStaysAway() {
        say("I live in Leipzig.");
        act(model::refresh);
        act(() -> model.dismiss(page().offers().getFirst()));
        act(model::refresh);

        assertThat(page().offers()).isEmpty();
        assertThat(memory.identity().fields()).isEmpty();
    }

    @Test
    void aProposalThatChangedSinceItWasShownIsNotConfirmed() {
        say("I live in Leipzig.");
        act(model::refresh);
        Offer offer = page().offers().getFirst();
        clock.advance(Duration.ofDays(1));
        say("I live in Dresden.");

        act(() -> model.confirm(offer));

        assertThat(page().problem().orElseThrow()).startsWith("That proposal has changed since.");
        assertThat(entry("address-level2").text()).isEmpty();
        act(model::refresh);
        assertThat(page().offers().getFirst().value()).isEqualTo("Dresden");
    }

    @Test
    void aProposalAgainstAConfirmedValueSaysWhatItReplaces() {
        set("address-level2", "Leipzig");
        clock.advance(Duration.ofDays(1));
        say("I live in Dresden.");
        act(model::refresh);

        assertThat(page().offers().getFirst().replaces()).contains("Leipzig");
    }

    @Test
    void theFileIsThePreviewToTheByteAndCanBeDeleted() throws IOException {
        set("given-name", "Ana");
        for (Format format : Format.values()) {
            act(() -> model.export().choose(format));
            String shown = page().export().text();
            Path file = folder.resolve("out-" + format.id());

            act(() -> model.export().save(model.export().preview().orElseThrow(), file));

            assertThat(Files.readString(file)).isEqualTo(shown);
            assertThat(page().export().saved().orElseThrow().sentence()).startsWith("Saved to " + file);

            act(model.export()::deleteFile);
            assertThat(file).doesNotExist();
            assertThat(page().export().saved().orElseThrow().there()).isEqualTo(Presence.DELETED);
        }
    }

    @Test
    void aFileThatWasChangedSinceIsNotDeleted() throws IOException {
        set("given-name", "Ana");
        Path file = folder.resolve("identity.json");
        act(() -> model.export().save(model.export().preview().orElseThrow(), file));
        Files.writeString(file, "something else");

        act(model.export()::deleteFile);

        assertThat(file).hasContent("something else");
        assertThat(page().export().saved().orElseThrow().sentence()).contains("was changed since");
    }

    @Test
    void aPlaceThatCannotBeWrittenIsSaid() {
        set("given-name", "Ana");
        act(() -> model.export()
                .save(
                        model.export().preview().orElseThrow(),
                        folder.resolve("missing").resolve("file")));

        assertThat(page().export().problem().orElseThrow()).startsWith("There is no folder");
        assertThat(page().export().saved()).isEmpty();
    }

    private void set(String name, String value) {
        model.type(name, value);
        act(() -> model.commit(name));
    }

    private Page page() {
        return seen.getLast();
    }

    private void act(Runnable action) {
        action.run();
        turns.until(model::idle);
    }

    private void say(String text) {
        clock.advance(Duration.ofMinutes(1));
        memory.conversations().say(memory.conversations().start().id(), text);
    }

    private Group group(String name) {
        return page().groups().stream()
                .filter(group -> group.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private List<String> names(String group) {
        return group(group).fields().stream().map(Entry::name).toList();
    }

    private Entry entry(String name) {
        return page().groups().stream()
                .flatMap(group -> group.fields().stream())
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
