package keepsake.app.ui.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import keepsake.app.ui.background.Turns;
import keepsake.app.ui.gallery.SampleClock;
import keepsake.app.ui.memory.CandidatesModel.Row;
import keepsake.app.ui.wording.Wording;
import keepsake.memory.Fact;
import keepsake.memory.Memory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CandidatesModelTest {
    private final Turns turns = new Turns();
    private final List<String> confirmed = new ArrayList<>();
    private final List<Fact> dismissed = new ArrayList<>();
    private Memory memory;
    private CandidatesModel model;

    @BeforeEach
    void open(@TempDir Path folder) {
        memory = Memory.open(folder, new SampleClock());
        model = new CandidatesModel(
                memory.facts(),
                turns.background(),
                Wording.of("keepsake.app.ui.memory.memory", ZoneOffset.UTC),
                new CandidatesModel.Listener() {
                    @Override
                    public void confirmed() {
                        confirmed.add("confirmed");
                    }

                    @Override
                    public void dismissed(Fact candidate) {
                        dismissed.add(candidate);
                    }
                });
    }

    @AfterEach
    void close() {
        turns.close();
        memory.close();
    }

    @Test
    void nothingSaidNothingHeard() {
        act(model::refresh);
        assertThat(model.view().get().rows()).isEmpty();
    }

    @Test
    void whatWasHeardIsShownWithItsWordsAndCountsOnlyWhenKept() {
        say("I live in Leeds.");
        act(model::refresh);
        Row heard = model.view().get().rows().getFirst();
        assertThat(heard.source().quote()).contains("live in Leeds");
        assertThat(memory.facts().active()).isEmpty();

        act(() -> model.confirm(heard));

        assertThat(memory.facts().active()).extracting(Fact::statement).containsExactly(heard.statement());
        assertThat(model.view().get().rows()).isEmpty();
        assertThat(confirmed).containsExactly("confirmed");
    }

    @Test
    void whatIsDismissedDoesNotComeBack() {
        say("I live in Leeds.");
        act(model::refresh);
        act(() -> model.dismiss(model.view().get().rows().getFirst()));
        say("I live in Leeds.");
        act(model::refresh);
        assertThat(model.view().get().rows()).isEmpty();
        assertThat(memory.facts().active()).isEmpty();
        assertThat(dismissed).singleElement().satisfies(fact -> assertThat(fact.statement())
                .contains("Leeds"));
    }

    @Test
    void onlyAFewAreShownUntilAllAreWanted() {
        say("I live in Leeds.");
        say("I work as a nurse.");
        say("My sister is called Mara.");
        act(model::refresh);
        int known = model.view().get().rows().size() + model.view().get().more();
        assertThat(model.view().get().rows()).hasSize(CandidatesModel.FEW);
        model.showAll();
        assertThat(model.view().get().rows()).hasSize(known);
        assertThat(model.view().get().more()).isZero();
    }

    @Test
    void whatIsNoCandidateAnyMoreIsToldInASentence() {
        say("I live in Leeds.");
        act(model::refresh);
        Row heard = model.view().get().rows().getFirst();
        memory.facts().confirm(heard.id());
        act(() -> model.confirm(heard));
        assertThat(model.view().get().problem()).isPresent();
    }

    private void act(Runnable action) {
        action.run();
        turns.until(model::idle);
    }

    private void say(String text) {
        memory.conversations().say(memory.conversations().start().id(), text);
    }
}
