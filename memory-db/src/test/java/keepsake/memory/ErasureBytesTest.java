package keepsake.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import keepsake.memory.text.Words;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Plants a word nobody else uses in everything that can hold one, erases in random order, with kills in the middle,
/// and
/// searches every byte of every file for what was erased; what was not erased must still be there and be found.
@Tag("e2e")
class ErasureBytesTest {
    private static final int DELETES = Integer.getInteger("keepsake.deletes", 1_000);
    private static final int KEPT = 300;
    private static final List<String> ENDINGS = List.of("", "ing", "ness", "ies", "ational");

    @TempDir
    Path home;

    private final Random random = new Random(Long.getLong("keepsake.seed", 5));
    private final List<Canary> canaries = new ArrayList<>();
    private final List<String> erased = new ArrayList<>();
    private Memory memory;

    /// @param word      in no other memory
    /// @param memories  everything that holds it
    /// @param kind      how it was planted, for a failure
    /// @param findable  whether a search must find it while it is kept
    private record Canary(String word, Set<MemoryId> memories, String kind, boolean findable) {}

    @BeforeEach
    void open() {
        memory = Memory.open(home, InstantSource.system());
    }

    @AfterEach
    void close() {
        memory.close();
    }

    @Test
    void noByteOfWhatWasErasedIsLeftAndEverythingElseIsThere() throws IOException, InterruptedException {
        for (int i = 0; i < DELETES + KEPT; i++) canaries.add(plant(i));
        while (memory.links().refresh(500, OptionalLong.empty()) > 0) {}
        assertThat(FileBytes.of(home).holding(List.of(canaries.get(7).word()))).isNotEmpty();
        reflect();
        Collections.shuffle(canaries, random);
        Map<String, Integer> kinds = new HashMap<>();
        int kills = 0;
        while (canaries.size() > KEPT) {
            int batch = Math.min(canaries.size() - KEPT, 1 + random.nextInt(40));
            List<Canary> going = new ArrayList<>(canaries.subList(0, batch));
            canaries.subList(0, batch).clear();
            if (random.nextInt(2) == 0) {
                eraseAndKill(going);
                kills++;
            }
            erase(going);
            going.forEach(canary -> kinds.merge(canary.kind(), 1, Integer::sum));
            going.forEach(canary -> erased.addAll(forms(canary.word())));
            assertThat(FileBytes.of(home).holding(erased)).isEmpty();
            assertKept(canaries.get(random.nextInt(canaries.size())));
            if (random.nextInt(4) == 0) reflectAgain();
        }
        assertThat(memory.check().ok()).as(memory.check().toString()).isTrue();
        canaries.forEach(this::assertKept);
        memory.close();
        assertThat(FileBytes.of(home).holding(erased)).isEmpty();
        System.out.println(erased.size() + " forms of " + DELETES + " canaries, " + kills + " kills: " + kinds);
    }

    /// Hours later: episodes, summaries, facts, "About you" and diffs say the words, too.
    private void reflect() {
        memory.close();
        memory = Memory.open(home, InstantSource.offset(InstantSource.system(), Duration.ofHours(5)));
        assertThat(memory.reflection().run(Reflection.Request.byRules()).changes())
                .hasSizeGreaterThan(canaries.size() / 2);
        memory.close();
        open();
    }

    /// Episodes that lost a message are summed up again, from what is left.
    private void reflectAgain() throws IOException {
        memory.reflection().run(Reflection.Request.byRules());
        assertThat(FileBytes.of(home).holding(erased)).isEmpty();
    }

    private void erase(List<Canary> going) {
        Set<MemoryId> there = new LinkedHashSet<>();
        for (Canary canary : going) {
            for (MemoryId id : canary.memories()) {
                boolean is = id.kind() == MemoryId.Kind.MESSAGE
                        ? memory.conversations().message(id).isPresent()
                        : memory.facts().find(id).isPresent();
                if (is) there.add(id);
            }
        }
        if (!there.isEmpty())
            assertThat(memory.erasure().erase(there).pending()).isEmpty();
        assertThat(memory.erasure().pending()).isEmpty();
    }

    /// Another process begins to erase and is killed at a random moment; opening again goes on where it was.
    private void eraseAndKill(List<Canary> going) throws IOException, InterruptedException {
        memory.close();
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx300m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Eraser.class.getName(),
                home.toString()));
        for (Canary canary : going) canary.memories().forEach(id -> line.add(id.toString()));
        Process process = new ProcessBuilder(line)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).isEqualTo("open");
            Thread.sleep(random.nextInt(400));
            process.toHandle().destroyForcibly();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        open();
        assertThat(memory.erasure().pending()).isEmpty();
    }

    /// The process that is killed.
    static final class Eraser {
        private Eraser() {}

        public static void main(String[] arguments) {
            try (Memory memory = Memory.open(Path.of(arguments[0]), InstantSource.system())) {
                System.out.println("open");
                System.out.flush();
                Set<MemoryId> ids = new LinkedHashSet<>();
                for (int i = 1; i < arguments.length; i++) ids.add(MemoryId.parse(arguments[i]));
                memory.erasure().erase(ids);
            }
        }
    }

    private void assertKept(Canary canary) {
        for (MemoryId id : canary.memories()) {
            String text = id.kind() == MemoryId.Kind.MESSAGE
                    ? memory.conversations().message(id).orElseThrow().text()
                    : memory.facts().find(id).orElseThrow().statement();
            assertThat(text).as(canary.kind()).containsIgnoringCase(canary.word());
        }
        if (canary.findable()) {
            assertThat(memory.conversations().search(canary.word(), 3))
                    .as(canary.kind())
                    .isNotEmpty();
        }
    }

    /// As it was said, and as an index folds it.
    private static List<String> forms(String word) {
        Set<String> forms = new LinkedHashSet<>(Words.of(word));
        forms.add(word);
        return List.copyOf(forms);
    }

    private Canary plant(int i) {
        String word = word(i);
        String full = word + ENDINGS.get(random.nextInt(ENDINGS.size()));
        long conversation = memory.conversations().start().id();
        switch (i % 15) {
            case 0 -> {
                return canary("title", word, say(conversation, full + " is the first word here"));
            }
            case 1 -> {
                say(conversation, "An ordinary beginning");
                return canary("message", word, say(conversation, "I met " + full + " yesterday."));
            }
            case 2 -> {
                String text = i % 24 == 2 ? (full + " and more, ").repeat(4_000) : (full + " ").repeat(60);
                return canary("long", word, say(conversation, text));
            }
            case 3 -> {
                Message said = say(conversation, "Remember that my boat is called " + full);
                Fact fact = memory.facts().remember("my boat is called " + full, said.id(), full);
                return canary("fact", word, said, fact.id());
            }
            case 4 -> {
                Message said = say(conversation, "Remember that I know " + full);
                Fact fact = memory.facts().remember("I know " + full, said.id(), full);
                Fact next = memory.facts().correct(fact.id(), "I have known " + full + " for long");
                return canary("corrected", word, said, fact.id(), next.id());
            }
            case 5 -> {
                Message said = say(conversation, "I like " + full + ".");
                Fact fact = memory.facts().remember("I like " + full, said.id(), full);
                memory.facts().delete(fact.id());
                return canary("retracted", word, said, fact.id());
            }
            case 6 -> {
                Message asked = say(conversation, "Tell me a story");
                return canary("answer", word, answer(asked, full, i % 120 == 6));
            }
            case 7 -> {
                Message said = say(conversation, "Never mind " + full);
                memory.erasure().hide(List.of(said.id()));
                return new Canary(word, Set.of(said.id()), "hidden", false);
            }
            case 8 -> {
                Message said = say(conversation, full + " was here");
                memory.conversations().rename(conversation, "All about " + full + " and me");
                memory.conversations().delete(conversation);
                return new Canary(word, Set.of(said.id()), "deleted", false);
            }
            case 9 -> {
                Message said = say(conversation, "I said " + full + " twice.");
                Message again = say(conversation, "I said " + full + " twice.");
                return canary("twice", word, said, again.id());
            }
            case 10 -> {
                Message said = say(conversation, "My email is " + plain(i) + "@example.org.");
                if (i % 4 == 2) memory.identity().confirm("email");
                else memory.identity().dismiss("email");
                return new Canary(plain(i), Set.of(said.id()), "identity", true);
            }
            case 11 -> {
                Message said = say(conversation, "My sister " + full + " and I met " + full + " there.");
                return named("entity", word, full, said, "Dear " + full);
            }
            case 12 -> {
                // Of one that others name, too: it stays and must be called something else.
                Message said = say(conversation, "In the end Quentin met " + full + " there.");
                Canary planted = named("merged", word, full, said, full + " or Quentin");
                List<Entity> one = memory.entities().namedIn("Quentin");
                List<Entity> other = memory.entities().namedIn(full);
                if (!one.equals(other)) {
                    memory.entities()
                            .merge(one.getFirst().id(), other.getFirst().id());
                }
                return planted;
            }
            case 13 -> {
                Message asked = say(conversation, "Who is " + full + "?");
                Message said = answer(asked, full, false);
                Fact fact = memory.facts().remember("I asked about " + full, asked.id(), full);
                memory.recallLog().note(said.id(), List.of(fact.id(), asked.id()), List.of(fact.id()));
                return canary("recalled", word, asked, said.id(), fact.id());
            }
            default -> {
                say(conversation, "Before");
                Message said = say(conversation, "Between, " + full);
                answer(said, "After", false);
                return canary("inner", word, said);
            }
        }
    }

    /// With an entity that has a name given by the user, and a link whose reason says it.
    private Canary named(String kind, String word, String full, Message said, String name) {
        while (memory.links().refresh(500, OptionalLong.empty()) > 0) {}
        Message next = say(said.conversationId(), "An ordinary end");
        memory.links().add(Links.Kind.RELATED, next.id(), said.id(), full + " is in it", OptionalLong.of(1));
        for (Entity entity : memory.entities().namedIn(full)) memory.entities().rename(entity.id(), name);
        return canary(kind, word, said);
    }

    private Message say(long conversation, String text) {
        return memory.conversations().say(conversation, text);
    }

    /// An answer that is committed again and again while it grows.
    private Message answer(Message asked, String word, boolean slowly) {
        Conversations.AnswerDraft draft =
                memory.conversations().answer(asked.conversationId(), List.of(asked.id()), "test");
        draft.append("Once upon a time there was " + word + ". ");
        for (int i = 0; i < (slowly ? 3 : 0); i++) {
            try {
                Thread.sleep(1_010);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
            draft.append("And " + word + " said nothing for a long time. ".repeat(200));
        }
        return draft.finish(
                slowly ? Message.State.FAILED : Message.State.COMPLETE,
                slowly ? Optional.of("The host died while saying " + word) : Optional.empty());
    }

    private static Canary canary(String kind, String word, Message message, MemoryId... more) {
        Set<MemoryId> all = new LinkedHashSet<>(List.of(message.id()));
        all.addAll(List.of(more));
        return new Canary(word, all, kind, true);
    }

    /// Random letters, in several scripts.
    private String word(int i) {
        String letters =
                switch (i % 5) {
                    case 0 -> "абвгдежзиклмнопрст";
                    case 1 -> "áéíóúäöüñçbdfgklmn";
                    default -> "bcdfghjklmnpqrstvwxz";
                };
        StringBuilder word = new StringBuilder();
        while (word.length() < 13) word.append(letters.charAt(random.nextInt(letters.length())));
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    private static String plain(int i) {
        StringBuilder word = new StringBuilder("xq");
        for (long rest = 7_919L * (i + 1) * 104_729L; rest > 0; rest /= 20) {
            word.append("bcdfghjklmnpqrstvwxz".charAt((int) (rest % 20)));
        }
        return word.append("vk").toString();
    }
}
