package keepsake.memory.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import keepsake.memory.Entity;
import keepsake.memory.Memory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/// What merging joins, splitting takes apart again.
class MergeTest {
    private static final List<String> NAMES = List.of("Priya", "Tomasz", "Oksana", "Bruno", "Halcyon", "Leipzig");

    @Property(tries = 15)
    void splittingUndoesMerging(@ForAll @Size(min = 1, max = 5) List<@IntRange(min = 0, max = 5) Integer> merged)
            throws IOException {
        Path home = Files.createTempDirectory("keepsake-merge");
        try (Memory memory = Memory.open(home, java.time.InstantSource.system())) {
            long conversation = memory.conversations().start().id();
            for (String name : NAMES) memory.conversations().say(conversation, "Then I saw " + name + " again.");
            memory.links().refresh(100, OptionalLong.empty());
            Set<Set<String>> before = groups(memory);
            assertThat(before).hasSize(NAMES.size());
            Set<Integer> joined = new TreeSet<>(merged);
            Entity whole = of(memory, NAMES.getFirst());
            for (int other : joined)
                if (other > 0)
                    memory.entities()
                            .merge(whole.id(), of(memory, NAMES.get(other)).id());
            Set<String> expected = joined.stream().map(NAMES::get).collect(Collectors.toCollection(HashSet::new));
            expected.add(NAMES.getFirst());
            assertThat(groups(memory)).contains(expected);
            for (int other : joined) if (other > 0) memory.entities().split(whole.id(), NAMES.get(other));
            assertThat(groups(memory)).isEqualTo(before);
            assertThat(memory.check().ok()).isTrue();
        } finally {
            try (var files = Files.walk(home)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
            }
        }
    }

    @Property(tries = 500)
    void anyTextCanBeReadForNames(@ForAll String text) {
        for (Named named : Names.of(text)) assertThat(named.key()).isNotBlank();
        Relations.of(text, "0");
        Relations.same(text, "0");
        Names.possible(text);
    }

    private static Entity of(Memory memory, String alias) {
        return memory.entities().list().stream()
                .filter(entity -> entity.aliases().contains(alias))
                .findFirst()
                .orElseThrow();
    }

    private static Set<Set<String>> groups(Memory memory) {
        return memory.entities().list().stream()
                .map(entity -> Set.copyOf(entity.aliases()))
                .collect(Collectors.toSet());
    }
}
