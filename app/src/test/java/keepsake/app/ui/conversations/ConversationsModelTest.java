package keepsake.app.ui.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import keepsake.app.ui.UiThread;
import keepsake.app.ui.conversations.ConversationsModel.Row;
import keepsake.memory.Memory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ConversationsModelTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-21T10:00:00Z"));

    @TempDir
    Path home;

    private final UiThread thread = new UiThread();
    private Memory memory;
    private ConversationsModel model;

    @BeforeEach
    void open() {
        memory = Memory.open(home, CLOCK);
        model = new ConversationsModel(memory.conversations(), thread.background(), CLOCK, ZoneOffset.UTC);
        say("My bicycle is red");
        say("The capital of France");
        model.refresh();
        rows(2);
    }

    @AfterEach
    void close() {
        thread.close();
        memory.close();
    }

    private void say(String text) {
        memory.conversations().say(memory.conversations().start().id(), text);
    }

    private void rows(int count) {
        thread.until(() -> model.view().get().rows().size() == count);
    }

    private Row row(String title) {
        return model.view().get().rows().stream()
                .filter(row -> row.title().equals(title))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyConversationIsListedWithItsTitleAndDate() {
        assertThat(model.view().get().rows())
                .extracting(Row::title)
                .containsExactlyInAnyOrder("My bicycle is red", "The capital of France");
        assertThat(row("My bicycle is red").when()).isEqualTo("just now");
    }

    @Test
    void searchingShowsWhatMatchesAndWhereAndBlankShowsEverythingAgain() {
        model.search("bicyc");
        rows(1);
        assertThat(model.view().get().rows().getFirst().excerpt()).contains("bicycle");
        assertThat(model.view().get().rows().getFirst().message()).isPresent();
        model.search("no such words");
        rows(0);
        model.search("");
        rows(2);
    }

    @Test
    void theNewestSearchWinsHoweverFastOneTypes() {
        model.search("b");
        model.search("bi");
        model.search("capital");
        thread.until(() -> model.view().get().rows().size() == 1
                && model.view().get().rows().getFirst().title().startsWith("The capital"));
    }

    @Test
    void aDeletedConversationIsGoneUntilThatIsUndone() {
        Row bicycle = row("My bicycle is red");
        model.select(Optional.of(bicycle.id()));
        model.delete(bicycle);
        rows(1);
        assertThat(model.view().get().deleted()).isPresent();
        assertThat(model.view().get().selected()).isEmpty();
        model.undoDelete();
        rows(2);
        assertThat(model.view().get().deleted()).isEmpty();
    }

    @Test
    void renamingChangesTheListAndABlankNameNothing() {
        model.rename(row("My bicycle is red").id(), "  Bicycles ", () -> {});
        thread.until(() ->
                model.view().get().rows().stream().anyMatch(row -> row.title().equals("Bicycles")));
        model.rename(row("Bicycles").id(), "  ", () -> {
            throw new AssertionError("renamed to nothing");
        });
        assertThat(row("Bicycles").title()).isEqualTo("Bicycles");
    }

    @Test
    void renamingWhatIsGoneSaysSo() {
        model.rename(4711, "New", () -> {});
        thread.until(() -> model.view().get().problem().isPresent());
    }
}
