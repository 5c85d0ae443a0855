package keepsake.app.ui.reflection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import keepsake.memory.MemoryId;
import keepsake.memory.Reflection.Change;
import keepsake.memory.Reflection.Change.Kind;
import keepsake.memory.Reflection.Job;
import org.junit.jupiter.api.Test;

final class ChangedTest {
    private static Change change(Job job, Kind kind, String thing, String before, String after) {
        return new Change(
                job,
                kind,
                thing,
                Optional.of(before).filter(text -> !text.isEmpty()),
                Optional.of(after).filter(text -> !text.isEmpty()),
                List.of(MemoryId.message(1)));
    }

    @Test
    void whatOneJobMadeAndAnotherCompletedIsOneNewThing() {
        List<Change> things = Changed.things(List.of(
                change(Job.SEGMENT, Kind.ADDED, "e1", "", "2 messages"),
                change(Job.SUMMARISE, Kind.CHANGED, "e1", "2 messages", "The boat")));
        assertThat(things).singleElement().satisfies(thing -> {
            assertThat(thing.kind()).isEqualTo(Kind.ADDED);
            assertThat(thing.before()).isEmpty();
            assertThat(thing.after()).contains("The boat");
        });
    }

    @Test
    void factsComeFirstAndEpisodesLast() {
        List<Change> things = Changed.things(List.of(
                change(Job.SEGMENT, Kind.ADDED, "e1", "", "an episode"),
                change(Job.PROFILE, Kind.ADDED, "p1", "", "about you"),
                change(Job.CONSOLIDATE, Kind.SUPERSEDED, "f2", "in Leeds", "in York"),
                change(Job.EXTRACT, Kind.ADDED, "f3", "", "in York")));
        assertThat(things).extracting(Change::thing).containsExactly("f2", "f3", "p1", "e1");
    }

    @Test
    void whatWasAddedAndThenReplacedIsNotNew() {
        List<Change> things = Changed.things(List.of(
                change(Job.EXTRACT, Kind.ADDED, "f1", "", "in Leeds"),
                change(Job.CONSOLIDATE, Kind.SUPERSEDED, "f1", "in Leeds", "in Leeds")));
        assertThat(things).singleElement().satisfies(thing -> assertThat(thing.kind())
                .isEqualTo(Kind.SUPERSEDED));
    }
}
