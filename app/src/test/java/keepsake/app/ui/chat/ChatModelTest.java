package keepsake.app.ui.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import keepsake.app.assistant.Assistant.Reply;
import keepsake.app.assistant.ModelSession.State;
import keepsake.app.assistant.ScriptedEngine;
import keepsake.app.home.Keepsake;
import keepsake.app.ui.TestKeepsake;
import keepsake.app.ui.UiThread;
import keepsake.app.ui.chat.Entry.Answer;
import keepsake.app.ui.chat.Entry.Kept;
import keepsake.app.ui.chat.Entry.Phase;
import keepsake.app.ui.chat.Entry.Remedy;
import keepsake.app.ui.chat.Entry.Remembered;
import keepsake.app.ui.chat.Entry.Said;
import keepsake.memory.Message;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.EngineLoader;
import keepsake.runtime.engine.LoadRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ChatModelTest {
    @TempDir
    Path folder;

    private final UiThread thread = new UiThread();
    private final List<Reply> answered = new ArrayList<>();
    private final List<Long> changed = new ArrayList<>();
    private Optional<Keepsake> opened = Optional.empty();

    private Keepsake open(EngineLoader engine) {
        Keepsake keepsake = TestKeepsake.open(folder, engine);
        opened = Optional.of(keepsake);
        keepsake.model().load(LoadRequest.of(Path.of("script.gguf")));
        return keepsake;
    }

    private ChatModel chat(Keepsake keepsake) {
        return new ChatModel(keepsake, thread.background(), thread, changed::add, answered::add);
    }

    @AfterEach
    void close() {
        thread.close();
        opened.ifPresent(Keepsake::close);
    }

    private void ended(ChatModel chat, int answers) {
        thread.until(() -> answered.size() == answers);
        assertThat(chat.view().get().busy()).isFalse();
    }

    /// The engine is there only when the latch is open.
    private static EngineLoader waitingFor(CountDownLatch open, ScriptedEngine engine) {
        return (request, progress) -> {
            try {
                open.await();
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
            return engine.loader().load(request, progress);
        };
    }

    private static Answer lastAnswer(ChatModel chat) {
        return (Answer) chat.view().get().entries().getLast();
    }

    @Test
    void aSentMessageIsShownAtOnceAndKeptWithItsAnswer() {
        Keepsake keepsake = open(ScriptedEngine.saying("Hel", "lo.").loader());
        ChatModel chat = chat(keepsake);
        assertThat(chat.send("  Hi there ")).isTrue();
        assertThat(chat.view().get().entries().getFirst())
                .isInstanceOfSatisfying(
                        Said.class, said -> assertThat(said.text()).isEqualTo("Hi there"));
        assertThat(chat.view().get().busy()).isTrue();
        ended(chat, 1);
        assertThat(lastAnswer(chat).text()).isEqualTo("Hello.");
        assertThat(lastAnswer(chat).phase()).isEqualTo(new Phase.Ended(Message.State.COMPLETE));
        long conversation = chat.view().get().conversation().orElseThrow();
        assertThat(TestKeepsake.said(keepsake, conversation)).containsExactly("Hi there", "Hello.");
        assertThat(changed).contains(conversation);
    }

    @Test
    void nothingIsSentTwiceOrBlank() {
        ChatModel chat = chat(open(ScriptedEngine.saying("Hello.").loader()));
        assertThat(chat.send(" \n ")).isFalse();
        assertThat(chat.send("One")).isTrue();
        assertThat(chat.send("Two")).isFalse();
        ended(chat, 1);
        assertThat(chat.send("Two")).isTrue();
        ended(chat, 2);
    }

    @Test
    void anEntryKeepsItsKeyWhenTheAnswerEndsAndWhenItIsShownAgain() {
        ChatModel chat = chat(open(ScriptedEngine.saying("Hello.").loader()));
        chat.send("Hi");
        List<String> keys = chat.view().get().entries().stream().map(Entry::key).toList();
        ended(chat, 1);
        assertThat(chat.view().get().entries()).extracting(Entry::key).isEqualTo(keys);
        long conversation = chat.view().get().conversation().orElseThrow();
        chat.showNew();
        assertThat(chat.view().get().entries()).isEmpty();
        chat.show(conversation);
        thread.until(() -> !chat.view().get().entries().isEmpty());
        assertThat(chat.view().get().entries()).extracting(Entry::key).isEqualTo(keys);
        assertThat(chat.view().get().title()).isEqualTo("Hi");
    }

    @Test
    void aWaitingAnswerSaysSoAndCanBeStoppedBeforeThereIsAModel() {
        Keepsake keepsake = open((_, _) -> {
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
            throw new EngineException.Failed("never");
        });
        ChatModel chat = chat(keepsake);
        chat.send("Hi");
        thread.until(() -> chat.view().get().entries().getFirst() instanceof Said said
                && said.id().isPresent());
        assertThat(lastAnswer(chat).phase()).isEqualTo(new Phase.Waiting());
        chat.stop();
        ended(chat, 1);
        assertThat(lastAnswer(chat).phase()).isEqualTo(new Phase.Ended(Message.State.STOPPED));
    }

    @Test
    void aDeadHostIsACardWithRestartAndThenTryAgainWhichAsksTheSame() {
        EngineException died = new EngineException.HostDied("The model's process ended.");
        ScriptedEngine broken = ScriptedEngine.failing(died, "Once ");
        ScriptedEngine whole = ScriptedEngine.saying("Once upon a time.");
        AtomicReference<ScriptedEngine> next = new AtomicReference<>(broken);
        Keepsake keepsake =
                open((request, progress) -> next.getAndSet(whole).loader().load(request, progress));
        ChatModel chat = chat(keepsake);
        chat.send("A story");
        ended(chat, 1);
        assertThat(lastAnswer(chat).problem()).contains("The model's process ended.");
        assertThat(lastAnswer(chat).text()).isEqualTo("Once ");
        thread.until(() -> lastAnswer(chat).remedies().contains(Remedy.RESTART_MODEL));
        chat.apply(Remedy.RESTART_MODEL);
        thread.until(() -> keepsake.model().state() instanceof State.Ready
                && lastAnswer(chat).remedies().equals(List.of(Remedy.TRY_AGAIN)));
        chat.apply(Remedy.TRY_AGAIN);
        ended(chat, 2);
        assertThat(lastAnswer(chat).text()).isEqualTo("Once upon a time.");
        assertThat(TestKeepsake.said(keepsake, chat.view().get().conversation().orElseThrow()))
                .containsExactly("A story", "Once ", "A story", "Once upon a time.");
    }

    @Test
    void rememberingIsNotedAndCanBeUndoneAndRedone() {
        Keepsake keepsake = open(ScriptedEngine.saying("Noted.").loader());
        ChatModel chat = chat(keepsake);
        chat.send("Remember that my dog is called Bruno");
        ended(chat, 1);
        assertThat(chat.view().get().entries().get(1)).isInstanceOf(Remembered.class);
        chat.toggle((Remembered) chat.view().get().entries().get(1));
        thread.until(() -> ((Remembered) chat.view().get().entries().get(1)).kept() == Kept.FORGOTTEN);
        assertThat(keepsake.memory().facts().active()).isEmpty();
        chat.toggle((Remembered) chat.view().get().entries().get(1));
        thread.until(() -> ((Remembered) chat.view().get().entries().get(1)).kept() == Kept.KEPT);
        assertThat(keepsake.memory().facts().active()).hasSize(1);
    }

    @Test
    void whatAnAnswerWasGivenIsListedWithItsReasonAndAfterARestartWithItsSource() {
        Keepsake keepsake = open(ScriptedEngine.saying("Bruno.").loader());
        ChatModel chat = chat(keepsake);
        chat.send("Remember that my dog is called Bruno");
        ended(chat, 1);
        chat.showNew();
        chat.send("What is my dog called?");
        ended(chat, 2);
        List<Given> now = given(chat);
        assertThat(now).extracting(Given::text).contains("My dog is called Bruno");
        assertThat(now.getFirst().reason()).isPresent();

        ChatModel later = chat(keepsake);
        later.show(chat.view().get().conversation().orElseThrow());
        thread.until(() -> !later.view().get().entries().isEmpty());
        List<Given> then = given(later);
        assertThat(then)
                .extracting(Given::message)
                .isEqualTo(now.stream().map(Given::message).toList());
        assertThat(then.getFirst().conversationTitle()).startsWith("Remember that my dog");
    }

    private List<Given> given(ChatModel chat) {
        AtomicReference<List<Given>> found = new AtomicReference<>(List.of());
        chat.given(lastAnswer(chat), found::set);
        thread.until(() -> !found.get().isEmpty());
        return found.get();
    }

    @Test
    void aSourceIsBroughtIntoViewAsOftenAsItIsAskedFor() {
        ChatModel chat = chat(open(ScriptedEngine.saying("Hello.").loader()));
        chat.send("Hi");
        ended(chat, 1);
        long conversation = chat.view().get().conversation().orElseThrow();
        var message = ((Said) chat.view().get().entries().getFirst()).id().orElseThrow();
        chat.show(conversation, message);
        ChatModel.Highlight first = chat.view().get().highlight().orElseThrow();
        chat.show(conversation, message);
        ChatModel.Highlight second = chat.view().get().highlight().orElseThrow();
        assertThat(first.message()).isEqualTo(message);
        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void anAnswerGoesOnWhileAnotherConversationIsShown() {
        Keepsake keepsake = open(ScriptedEngine.saying("Hello.").loader());
        ChatModel chat = chat(keepsake);
        chat.send("First");
        thread.until(() -> chat.view().get().conversation().isPresent());
        long first = chat.view().get().conversation().orElseThrow();
        chat.showNew();
        assertThat(chat.view().get().entries()).isEmpty();
        thread.until(() -> answered.size() == 1);
        assertThat(chat.view().get().entries()).isEmpty();
        assertThat(TestKeepsake.said(keepsake, first)).containsExactly("First", "Hello.");
    }

    @Test
    void whatIsSaidWhileAnotherConversationIsBeingAnsweredIsKeptAtOnceAndCanBeStopped() {
        CountDownLatch finish = new CountDownLatch(1);
        Keepsake keepsake = open(waitingFor(finish, ScriptedEngine.saying("Hello.")));
        ChatModel chat = chat(keepsake);
        chat.send("First");
        thread.until(() -> chat.view().get().conversation().isPresent());
        chat.showNew();
        chat.send("Second");
        thread.until(() -> chat.view().get().entries().getFirst() instanceof Said said
                && said.id().isPresent());
        long second = chat.view().get().conversation().orElseThrow();
        assertThat(TestKeepsake.said(keepsake, second)).containsExactly("Second");
        chat.stop();
        ended(chat, 1);
        assertThat(lastAnswer(chat).phase()).isEqualTo(new Phase.Ended(Message.State.STOPPED));
        finish.countDown();
        thread.until(() -> answered.size() == 2);
    }
}
