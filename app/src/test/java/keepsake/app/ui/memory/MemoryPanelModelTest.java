package keepsake.app.ui.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import keepsake.app.ui.background.Turns;
import keepsake.app.ui.gallery.SampleClock;
import keepsake.app.ui.memory.Shown.Card;
import keepsake.app.ui.memory.Shown.Vacancy;
import keepsake.app.ui.wording.Wording;
import keepsake.memory.Memory;
import keepsake.memory.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MemoryPanelModelTest {
    private final SampleClock clock = new SampleClock();
    private final Deque<Shown> seen = new ArrayDeque<>();
    private final Turns turns = new Turns();
    private Memory memory;
    private MemoryPanelModel model;

    @BeforeEach
    void open(@TempDir Path folder) {
        memory = Memory.open(folder, clock);
        Wording wording = Wording.of("keepsake.app.ui.memory.memory", ZoneOffset.UTC);
        model = new MemoryPanelModel(memory.facts(), turns.background(), wording);
        model.show(seen::add);
    }

    @AfterEach
    void close() {
        turns.close();
        memory.close();
    }

    @Test
    void saysThatItLooksThenThatNothingIsKeptYet() {
        assertThat(shown().vacancy()).isEqualTo(Vacancy.LOADING);

        refresh();

        assertThat(shown().vacancy()).isEqualTo(Vacancy.NOTHING_KNOWN);
        assertThat(shown().count()).isEqualTo("0 facts");
    }

    @Test
    void showsTheStatementWithItsWordsDayAndConversation() {
        remember("my dog is called Bruno");
        refresh();

        Card card = shown().others().getFirst();
        assertThat(card.statement()).isEqualTo("My dog is called Bruno");
        assertThat(card.sources().getFirst().quote()).isEqualTo("my dog is called Bruno");
        assertThat(card.sources().getFirst().told())
                .isEqualTo("Told on 12 April 2026 in “Remember that my dog is called Bruno”");
        assertThat(shown().count()).isEqualTo("1 fact");
    }

    @Test
    void pinnedFactsComeFirstAndGoBackWhenUnpinned() {
        remember("the key is under the mat");
        remember("the bin is emptied on Mondays");
        refresh();

        act(() -> model.togglePin(card("key")));
        assertThat(statements(shown().pinned())).containsExactly("The key is under the mat");
        assertThat(statements(shown().others())).containsExactly("The bin is emptied on Mondays");

        act(() -> model.togglePin(card("key")));
        assertThat(shown().pinned()).isEmpty();
        assertThat(shown().others()).hasSize(2);
    }

    @Test
    void aCorrectedFactKeepsItsSource() {
        remember("my dog is called Bruno");
        refresh();
        Card before = card("Bruno");

        model.edit(before);
        assertThat(card("Bruno").editor().orElseThrow().text()).isEqualTo("My dog is called Bruno");
        act(() -> model.keepEdit("My dog is called Luna"));

        Card after = shown().others().getFirst();
        assertThat(after.statement()).isEqualTo("My dog is called Luna");
        assertThat(after.sources()).isEqualTo(before.sources());
        assertThat(after.editor()).isEmpty();
        assertThat(statements(shown().others())).hasSize(1);
    }

    @Test
    void anEmptyCorrectionIsRefusedInTheEditorAndNothingChanges() {
        remember("my dog is called Bruno");
        refresh();

        model.edit(card("Bruno"));
        act(() -> model.keepEdit("   "));

        assertThat(card("Bruno").editor().orElseThrow().problem())
                .contains("There is nothing to remember in an empty statement.");
        model.cancelEdit();
        assertThat(card("Bruno").editor()).isEmpty();
        assertThat(memory.facts().active()).hasSize(1);
    }

    @Test
    void undoBringsBackAllThatWasForgotten() {
        remember("one is here");
        remember("two is here");
        remember("three is here");
        refresh();

        act(() -> model.forget(card("One")));
        assertThat(shown().undo()).contains("Forgot “One is here”");
        act(() -> model.forget(card("Two")));
        assertThat(shown().undo()).contains("Forgot 2 facts");
        assertThat(memory.facts().active()).hasSize(1);

        act(() -> model.undo(() -> {}));
        assertThat(shown().undo()).isEmpty();
        assertThat(statements(shown().others()))
                .containsExactlyInAnyOrder("One is here", "Two is here", "Three is here");
    }

    @Test
    void forgettingTwiceInAHurryIsUndoneOnce() {
        remember("one is here");
        refresh();

        model.forget(card("One"));
        act(() -> model.forget(card("One")));
        act(() -> model.undo(() -> {}));

        assertThat(statements(shown().others())).containsExactly("One is here");
        assertThat(shown().problem()).isEmpty();
    }

    @Test
    void whatWasSaidAgainCannotComeBackTwiceAndTheOthersDo() {
        remember("one is here");
        remember("two is here");
        refresh();
        act(() -> model.forget(card("One")));
        act(() -> model.forget(card("Two")));
        remember("one is here");

        act(() -> model.undo(() -> {}));

        assertThat(shown().problem().orElseThrow()).startsWith("You said the same again since");
        assertThat(statements(shown().others())).containsExactlyInAnyOrder("One is here", "Two is here");
        model.dismissProblem();
        assertThat(shown().problem()).isEmpty();
    }

    @Test
    void searchFindsAllWordsAndSaysHowMany() {
        remember("my dog is called Bruno");
        remember("my dog sleeps upstairs");
        refresh();

        act(() -> model.search("dog bru"));
        assertThat(statements(shown().others())).containsExactly("My dog is called Bruno");
        assertThat(shown().count()).isEqualTo("1 of 2");

        act(() -> model.search("submarine"));
        assertThat(shown().vacancy()).isEqualTo(Vacancy.NOTHING_FOUND);

        act(() -> model.search(""));
        assertThat(shown().count()).isEqualTo("2 facts");
    }

    @Test
    void fastTypingShowsTheLastSearchOnly() {
        remember("my dog is called Bruno");
        refresh();

        model.search("s");
        model.search("su");
        act(() -> model.search("bruno"));

        assertThat(statements(shown().others())).containsExactly("My dog is called Bruno");
    }

    @Test
    void manyFactsAreShownPageByPage() {
        for (int i = 0; i < MemoryPanelModel.PAGE + 5; i++) remember("number " + i + " is here");
        refresh();
        assertThat(shown().others()).hasSize(MemoryPanelModel.PAGE);
        assertThat(shown().hidden()).isEqualTo(5);

        model.showMore();
        assertThat(shown().others()).hasSize(MemoryPanelModel.PAGE + 5);
        assertThat(shown().hidden()).isZero();
    }

    @Test
    void aClosedMemoryIsSaidInASentence() {
        memory.close();
        refresh();
        assertThat(shown().problem()).isPresent();
    }

    private void refresh() {
        act(model::refresh);
    }

    private Shown shown() {
        return seen.getLast();
    }

    private void act(Runnable action) {
        action.run();
        turns.until(model::idle);
    }

    private Card card(String word) {
        return Stream.concat(shown().pinned().stream(), shown().others().stream())
                .filter(card -> card.statement().contains(word))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> statements(List<Card> cards) {
        return cards.stream().map(Card::statement).toList();
    }

    private void remember(String what) {
        clock.advance(Duration.ofMinutes(1));
        long conversation = memory.conversations().start().id();
        Message message = memory.conversations().say(conversation, "Remember that " + what + ".");
        memory.facts().remember(what, message.id(), what);
    }
}
