package keepsake.app.ui.erase;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import keepsake.app.ui.UiThread;
import keepsake.app.ui.erase.EraseModel.Rest;
import keepsake.app.ui.erase.EraseModel.Step;
import keepsake.app.ui.erase.Going.Fate;
import keepsake.app.ui.gallery.SampleClock;
import keepsake.app.ui.wording.Wording;
import keepsake.memory.Erasure;
import keepsake.memory.Fact;
import keepsake.memory.Memory;
import keepsake.memory.MemoryId;
import keepsake.memory.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class EraseModelTest {
    private final UiThread thread = new UiThread();
    private final List<String> told = new ArrayList<>();
    private Memory memory;
    private EraseModel model;

    @BeforeEach
    void open(@TempDir Path folder) {
        memory = Memory.open(folder, new SampleClock());
        model = over(memory.erasure());
    }

    private EraseModel over(Erasure erasure) {
        return new EraseModel(
                erasure,
                thread.background(),
                Wording.of("keepsake.app.ui.erase.erase", ZoneOffset.UTC),
                new EraseModel.Around() {
                    @Override
                    public List<CompletableFuture<?>> stopAnswers() {
                        told.add("stop");
                        return List.of();
                    }

                    @Override
                    public void erased() {
                        told.add("erased");
                    }
                });
    }

    @AfterEach
    void close() {
        thread.close();
        memory.close();
    }

    @Test
    void theQuestionSaysWhatGoesAndThatNothingIsDoneYet() {
        Fact dog = remember("my dog is called Bruno");

        model.conversation(dog.sources().getFirst().conversationId(), "Dogs");
        assertThat(model.view().get().step()).isEqualTo(new Step.Looking("The conversation “Dogs”"));
        asking();

        Going going = going();
        assertThat(going.groups())
                .extracting(Going.Group::title)
                .containsExactly("A conversation goes, or becomes empty", "1 message goes", "1 fact goes");
        assertThat(going.groups()).extracting(Going.Group::fate).containsOnly(Fate.GOES);
        assertThat(going.groups().get(1).lines()).containsExactly("Remember that my dog is called Bruno.");
        assertThat(going.button()).isEqualTo("Erase 1 message and 1 fact for good");
        assertThat(memory.facts().active()).hasSize(1);
        assertThat(told).isEmpty();
    }

    @Test
    void erasingStopsAnswersFirstThenTellsWhatIsGone() {
        Fact dog = remember("my dog is called Bruno");
        model.message(dog.sources().getFirst().message(), "my dog is called Bruno");
        asking();

        model.erase();
        assertThat(model.view().get().step()).isInstanceOf(Step.Erasing.class);
        model.cancel();
        assertThat(model.view().get().open()).as("it cannot be left half-way").isTrue();
        closed();

        assertThat(told).containsExactly("stop", "erased");
        EraseModel.Note note = model.view().get().note().orElseThrow();
        assertThat(note.text()).isEqualTo("Erased for good: 1 message and 1 fact.");
        assertThat(note.rest()).isEqualTo(Rest.NONE);
        assertThat(memory.facts().active()).isEmpty();
        model.dismissNote();
        assertThat(model.view().get().note()).isEmpty();
    }

    @Test
    void aFactsMessageStaysUnlessItIsErasedToo() {
        Fact dog = remember("my dog is called Bruno");
        model.fact(dog.id(), dog.statement());
        asking();
        assertThat(going().repeats()).isTrue();
        assertThat(going().button()).isEqualTo("Erase 1 fact for good");

        model.withRepeating();
        asking();
        assertThat(going().repeats()).isFalse();
        model.erase();
        closed();

        MemoryId message = dog.sources().getFirst().message();
        assertThat(memory.conversations().message(message)).isEmpty();
    }

    @Test
    void cancellingChangesNothing() {
        Fact dog = remember("my dog is called Bruno");
        model.fact(dog.id(), dog.statement());
        asking();

        model.cancel();
        model.erase();

        assertThat(model.view().get().open()).isFalse();
        assertThat(memory.facts().active()).hasSize(1);
        assertThat(told).isEmpty();
    }

    @Test
    void whatIsNotThereIsRefusedInASentence() {
        model.fact(MemoryId.fact(4711), "gone");
        thread.until(() -> model.view().get().step() instanceof Step.Refused);
        assertThat(((Step.Refused) model.view().get().step()).why()).isNotBlank();
    }

    @Test
    void tracesThatStayInTheFilesAreToldAndTriedAgain() {
        Fact dog = remember("my dog is called Bruno");
        model = over(new Hindered(memory.erasure()));
        model.fact(dog.id(), dog.statement());
        asking();
        model.erase();
        closed();
        EraseModel.Note note = model.view().get().note().orElseThrow();
        assertThat(note.text()).isEqualTo("Erased for good: 1 fact. Another Keepsake is reading.");
        assertThat(note.rest()).isEqualTo(Rest.TRACES);

        model.finish();
        thread.until(() -> model.view().get().note().orElseThrow().rest() == Rest.NONE);
        assertThat(model.view().get().note().orElseThrow().text())
                .isEqualTo("The last traces are gone from the files now.");
    }

    /// Erases, but does not get to clean the files before it is asked again: as when another process reads them.
    private record Hindered(Erasure erasure) implements Erasure {
        @Override
        public Preview preview(What what) {
            return erasure.preview(what);
        }

        @Override
        public Erased erase(What what) {
            Erased done = erasure.erase(what);
            return new Erased(
                    done.messages(), done.facts(), done.identityFields(), Optional.of("Another Keepsake is reading."));
        }

        @Override
        public Optional<Pending> pending() {
            return erasure.pending();
        }

        @Override
        public Optional<String> finish() {
            return erasure.finish();
        }

        @Override
        public void hide(Collection<MemoryId> ids) {
            erasure.hide(ids);
        }

        @Override
        public void show(Collection<MemoryId> ids) {
            erasure.show(ids);
        }

        @Override
        public boolean wasErased(String text) {
            return erasure.wasErased(text);
        }
    }

    @Test
    void manyLinesAreCountedNotListed() {
        long conversation = memory.conversations().start().id();
        for (int i = 0; i < Going.LINES + 3; i++) memory.conversations().say(conversation, "line " + i);
        model.conversation(conversation, "long");
        asking();
        Going.Group messages = going().groups().get(1);
        assertThat(messages.lines()).hasSize(Going.LINES);
        assertThat(messages.more()).isEqualTo(3);
    }

    private void asking() {
        thread.until(() -> model.view().get().step() instanceof Step.Asking);
    }

    private void closed() {
        thread.until(() -> !model.view().get().open());
    }

    private Going going() {
        return ((Step.Asking) model.view().get().step()).going();
    }

    private Fact remember(String what) {
        long conversation = memory.conversations().start().id();
        Message message = memory.conversations().say(conversation, "Remember that " + what + ".");
        return memory.facts().remember(what, message.id(), what);
    }
}
