package keepsake.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Whatever is said, confirmed, dismissed, corrected, deleted and restored, in any order: history stays consistent.
class BitemporalTest {
    private static final List<String> CITIES = List.of("Leipzig", "Rome", "Oslo");

    @Provide
    Arbitrary<List<String>> lives() {
        return Arbitraries.of(
                        "say I live in Leipzig.",
                        "say I moved to Rome last month.",
                        "say I live in Oslo.",
                        "say I used to live in Rome.",
                        "confirm newest",
                        "confirm oldest",
                        "dismiss",
                        "correct",
                        "delete",
                        "restore")
                .list()
                .ofMinSize(1)
                .ofMaxSize(14);
    }

    @Property(tries = 120)
    void historyIsConsistent(@ForAll("lives") List<String> life) throws IOException {
        Path home = Files.createTempDirectory("keepsake-bitemporal");
        TestClock clock = new TestClock();
        Set<MemoryId> confirmed = new HashSet<>();
        List<MemoryId> deleted = new ArrayList<>();
        try (Memory memory = Memory.open(home, clock)) {
            for (String step : life) {
                clock.tick();
                act(memory, step, confirmed, deleted);
                check(memory.facts(), confirmed);
            }
            assertThat(memory.check().ok()).isTrue();
        }
        try (var files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }

    private static void act(Memory memory, String step, Set<MemoryId> confirmed, List<MemoryId> deleted) {
        Facts facts = memory.facts();
        if (step.startsWith("say ")) {
            memory.conversations().say(memory.conversations().start().id(), step.substring(4));
            return;
        }
        List<Fact> candidates = facts.candidates();
        List<Fact> active = facts.active();
        switch (step) {
            case "confirm newest" ->
                candidates.stream()
                        .findFirst()
                        .ifPresent(
                                fact -> confirmed.add(facts.confirm(fact.id()).id()));
            case "confirm oldest" -> {
                if (!candidates.isEmpty())
                    confirmed.add(facts.confirm(candidates.getLast().id()).id());
            }
            case "dismiss" -> candidates.stream().findFirst().ifPresent(fact -> facts.dismiss(fact.id()));
            case "correct" ->
                active.stream()
                        .findFirst()
                        .ifPresent(fact ->
                                confirmed.add(facts.correct(fact.id(), "I live in " + CITIES.get(active.size() % 3))
                                        .id()));
            case "delete" ->
                active.stream().findFirst().ifPresent(fact -> {
                    facts.delete(fact.id());
                    deleted.add(fact.id());
                });
            default -> {
                if (deleted.isEmpty()) return;
                try {
                    facts.restore(deleted.removeLast());
                } catch (MemoryException newerIsKept) {
                    assertThat(newerIsKept.reason()).isEqualTo(MemoryException.Reason.BAD_INPUT);
                }
            }
        }
    }

    private static void check(Facts facts, Set<MemoryId> confirmed) {
        List<Fact> current =
                facts.active().stream().filter(fact -> fact.validTo().isEmpty()).toList();
        assertThat(current).as("one city at a time").hasSizeLessThanOrEqualTo(1);
        for (MemoryId id : confirmed) {
            Fact fact = facts.find(id).orElseThrow();
            assertThat(fact.sources()).isNotEmpty();
            fact.validFrom().ifPresent(from -> fact.validTo()
                    .ifPresent(to -> assertThat(from).isBeforeOrEqualTo(to)));
            Set<MemoryId> seen = new HashSet<>();
            Fact next = fact;
            while (next.supersededBy().isPresent()) {
                assertThat(seen.add(next.id())).as("no circle").isTrue();
                assertThat(next.status()).isEqualTo(Fact.Status.SUPERSEDED);
                next = facts.find(next.supersededBy().get()).orElseThrow();
            }
        }
    }
}
