package keepsake.memory;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Conversations of somebody who tells about a life, asks things, comes back after pauses and repeats themselves.
final class MadeUpChats {
    private static final List<String> SAYINGS = List.of(
            "I live in %s.",
            "I moved to %s last year and work at a bakery there.",
            "My sister %s is a nurse in Hamburg.",
            "My favourite colour is %s.",
            "I like %s.",
            "I don't like %s.",
            "I really like %s.",
            "We bought a house near %s in March.",
            "My dog %s is four years old.",
            "I am learning Portuguese with %s.",
            "I work at the %s office.",
            "I work in the %s office.");

    private static final List<String> OTHERS = List.of(
            "Can you tell me how long rice needs to boil?",
            "Thanks, that helped!",
            "What is a good present for a child of seven who reads a lot?",
            "Please write a haiku about trains and mountains for me.",
            "Yesterday it rained the whole day, so the garden was wonderful afterwards.",
            "The tax office sent another letter about the flat and I do not know what to answer.",
            "Ok",
            "Which museum should be visited in autumn by people who enjoy paintings?");

    private static final List<String> NAMES =
            List.of("Mara", "Leipzig", "Oslo", "Rome", "tea", "chess", "Basil", "green", "Anna", "Porto");

    private final Random random;
    private final Memory memory;
    private final TestClock clock;
    private long conversation;

    MadeUpChats(Memory memory, TestClock clock, long seed) {
        this.memory = memory;
        this.clock = clock;
        this.random = new Random(seed);
        this.conversation = memory.conversations().start().id();
    }

    /// Says this many things; most are answered.
    void say(int messages) {
        for (int i = 0; i < messages; i++) {
            if (random.nextInt(12) == 0) clock.advance(Duration.ofHours(1 + random.nextInt(40)));
            if (random.nextInt(25) == 0)
                conversation = memory.conversations().start().id();
            clock.tick();
            String text = random.nextInt(3) == 0
                    ? OTHERS.get(random.nextInt(OTHERS.size()))
                    : SAYINGS.get(random.nextInt(SAYINGS.size())).formatted(NAMES.get(random.nextInt(NAMES.size())));
            memory.conversations().say(conversation, text);
            if (random.nextInt(2) == 0) answer();
        }
    }

    private void answer() {
        Conversations.AnswerDraft draft = memory.conversations().answer(conversation, List.of(), "test");
        draft.append("I guess that you live in Atlantis and that your name is Poseidon.");
        draft.finish(Message.State.COMPLETE, Optional.empty());
    }

    /// Confirms some candidates, pins, deletes and corrects some facts.
    void decide(int decisions) {
        for (int i = 0; i < decisions; i++) {
            List<Fact> candidates = memory.facts().candidates();
            List<Fact> active = memory.facts().active();
            switch (random.nextInt(6)) {
                case 0, 1, 2 -> {
                    if (!candidates.isEmpty())
                        memory.facts().confirm(any(candidates).id());
                }
                case 3 -> {
                    if (!active.isEmpty()) memory.facts().pin(any(active).id());
                }
                case 4 -> {
                    if (!active.isEmpty()) memory.facts().delete(any(active).id());
                }
                default -> {
                    if (!candidates.isEmpty())
                        memory.facts().dismiss(any(candidates).id());
                }
            }
        }
    }

    private Fact any(List<Fact> facts) {
        return facts.get(random.nextInt(facts.size()));
    }
}
