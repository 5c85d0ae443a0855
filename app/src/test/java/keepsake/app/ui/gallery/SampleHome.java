package keepsake.app.ui.gallery;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import keepsake.app.home.Home;
import keepsake.app.home.Keepsake;
import keepsake.app.home.KeepsakeHome;
import keepsake.memory.Conversation;
import keepsake.memory.Conversations;
import keepsake.memory.Fact;
import keepsake.memory.Memory;
import keepsake.memory.MemoryId;
import keepsake.memory.Message;
import keepsake.memory.Recall;

/// A home as someone has it after a few weeks, made through the real memory.
public final class SampleHome {
    private final Memory memory;
    private final SampleClock clock;

    private SampleHome(Memory memory, SampleClock clock) {
        this.memory = memory;
        this.clock = clock;
    }

    /// An open, empty home whose time stands still.
    public static Keepsake empty(Path folder, SampleClock clock) {
        return KeepsakeHome.open(
                Home.locate(Optional.of(folder)),
                KeepsakeHome.Parts.production().with(clock),
                Optional.empty());
    }

    /// Fills an open home with conversations, facts, an identity and proposals for it.
    public static void fill(Keepsake keepsake, SampleClock clock) {
        new SampleHome(keepsake.memory(), clock).live();
    }

    private void live() {
        long move = say("My name is Ana Silva. I live in Leipzig, Germany. Any tips for the first weeks?");
        answer(
                move,
                "Welcome to Leipzig! Three things first:\n\n1. Register at the *Bürgeramt* within two weeks.\n"
                        + "2. Choose a health insurance.\n3. Get a library card; it is free for the first year.");
        clock.advance(Duration.ofDays(5));

        long family = remember("my sister Mia is allergic to nuts");
        answer(family, "I will keep that in mind: your sister Mia is allergic to nuts.");
        remember(family, "my mother’s birthday is on 9 August");
        answer(family, "Noted: 9 August.");
        clock.advance(Duration.ofDays(9));

        long work = remember("I take the train at 7:42 to the hospital on Tuesdays and Thursdays, and the bicycle on"
                + " all other days unless it rains");
        answer(work, "Noted: train on Tuesdays and Thursdays, the bicycle on other days when it is dry.");
        say(work, "I work as a nurse at St. Georg.");
        answer(work, "Thank you, Ana.");
        clock.advance(Duration.ofDays(6));

        long dog = remember("our dog Bruno sees the vet every March");
        answer(dog, "Noted. I can remind you when you ask about March.");
        say(dog, "My phone number is +49 341 1234567.");
        answer(dog, "Thank you.");
        clock.advance(Duration.ofDays(8));

        long dinner = say("What can I cook for Mia on Sunday? Something quick.");
        Recall.Question question = new Recall.Question("cook for Mia", 4, Optional.of(dinner), Recall.Purpose.EVIDENCE);
        List<MemoryId> given = memory.recall().recall(question).stream()
                .map(Recall.Recollection::id)
                .toList();
        String recipe = """
                **Mushroom risotto** suits Mia: it has no nuts and takes half an hour.

                | for two | |
                |---|---|
                | rice | 180 g |
                | mushrooms | 250 g |
                | stock | 700 ml |

                Check that the stock was not made beside nuts.""";
        answer(dinner, recipe, given);
        identity();
        pinFirst();
    }

    private void identity() {
        memory.identity().set("given-name", "Ana");
        memory.identity().set("family-name", "Silva");
        memory.identity().set("country", "Germany");
        memory.identity().confirm("name");
        memory.identity().set("email", "ana.silva@example.org");
        memory.identity().set("street-address", "Hauptstraße 12");
        memory.identity().set("postal-code", "04275");
        memory.identity().set("bday", "3 May 1990");
    }

    private void pinFirst() {
        Fact allergy = memory.facts().search("allergic").getFirst();
        memory.facts().pin(allergy.id());
    }

    private long remember(String what) {
        long conversation = conversations().start().id();
        remember(conversation, what);
        return conversation;
    }

    private void remember(long conversation, String what) {
        Message message = say(conversation, "Remember that " + what + ".");
        memory.facts().remember(what, message.id(), what);
    }

    private long say(String text) {
        Conversation conversation = conversations().start();
        say(conversation.id(), text);
        return conversation.id();
    }

    private Message say(long conversation, String text) {
        clock.advance(Duration.ofMinutes(3));
        return conversations().say(conversation, text);
    }

    private void answer(long conversation, String text) {
        answer(conversation, text, List.of());
    }

    private void answer(long conversation, String text, List<MemoryId> given) {
        Conversations.AnswerDraft draft = conversations().answer(conversation, given, "Keepsake starter · streaming");
        draft.append(text);
        draft.finish(Message.State.COMPLETE, Optional.empty());
    }

    private Conversations conversations() {
        return memory.conversations();
    }
}
