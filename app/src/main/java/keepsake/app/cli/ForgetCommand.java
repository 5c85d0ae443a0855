package keepsake.app.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import keepsake.app.home.Keepsake;
import keepsake.memory.Erasure;
import keepsake.memory.Erasure.Erased;
import keepsake.memory.Erasure.Part;
import keepsake.memory.Erasure.Preview;
import keepsake.memory.MemoryId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "forget",
        description = "Hides messages and facts, which can be undone, or erases them for good, which cannot.")
final class ForgetCommand implements Callable<Integer> {
    private static final int SHOWN = 10;

    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Option(names = "--for-good", description = "erases: no byte of it stays in any of Keepsake's files")
    private boolean forGood;

    @Option(names = "--undo", description = "brings back what was hidden")
    private boolean undo;

    @Option(names = "--yes", description = "asks nothing")
    private boolean yes;

    @Parameters(arity = "1..*", paramLabel = "ID", description = "m12 or f3, as 'recall' and 'facts' print them")
    private List<String> names;

    ForgetCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        if (undo && forGood) {
            throw CommandProblem.badInput("What is erased for good cannot be undone; give --undo or --for-good.");
        }
        Set<MemoryId> ids = ids();
        try (Keepsake keepsake = Session.open(spec, around)) {
            Erasure erasure = keepsake.memory().erasure();
            if (undo) {
                erasure.show(ids);
                around.out().println("Back: " + list(ids) + ".");
            } else if (forGood) {
                erase(erasure, ids);
            } else {
                hide(erasure, ids);
            }
            return ExitStatus.OK;
        }
    }

    private Set<MemoryId> ids() {
        Set<MemoryId> ids = new LinkedHashSet<>();
        for (String name : names) {
            try {
                ids.add(MemoryId.parse(name));
            } catch (IllegalArgumentException noId) {
                throw CommandProblem.badInput(noId.getMessage() + " Nothing was changed.");
            }
        }
        return ids;
    }

    private void hide(Erasure erasure, Set<MemoryId> ids) {
        if (!yes) {
            Preview preview = erasure.preview(ids);
            part("Hidden from lists, search and recall:", chosen(preview.messages(), ids));
            part("Not used any more:", chosen(preview.facts(), ids));
            Confirmation.ask(around, "Hide this? It can be undone.");
        }
        erasure.hide(ids);
        around.out().println("Hidden: " + list(ids) + ". 'keepsake forget --undo " + words(ids) + "' brings it back.");
    }

    /// Hiding takes what was asked for and nothing else.
    private static Part chosen(Part part, Set<MemoryId> ids) {
        List<Erasure.Line> lines = part.first().stream()
                .filter(line -> ids.contains(MemoryId.parse(line.id())))
                .toList();
        return new Part(lines.size(), lines);
    }

    private void erase(Erasure erasure, Set<MemoryId> ids) {
        if (!yes) {
            show(erasure.preview(ids));
            Confirmation.ask(around, "Erase this for good? It cannot be undone.");
        }
        Erased erased = erasure.erase(ids);
        around.out().println("Erased for good: " + counts(erased) + ".");
        erased.pending().ifPresent(around.err()::println);
    }

    private static String counts(Erased erased) {
        List<String> counts = new ArrayList<>();
        counts.add(number(erased.messages(), "message"));
        counts.add(number(erased.facts(), "fact"));
        if (erased.identityFields() > 0) counts.add(number(erased.identityFields(), "identity field"));
        return String.join(", ", counts);
    }

    private static String number(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    /// What would go and what would stay, for a person.
    private void show(Preview preview) {
        part("Messages that go:", preview.messages());
        part("Facts that go with them:", preview.facts());
        part("Facts that stay, because they have another source:", preview.factsKept());
        part("Confirmed identity fields that go:", preview.identity());
        part("Conversations that become empty:", preview.conversations());
        part("Messages that stay but repeat or used it (give their ids too to erase them):", preview.elsewhere());
        if (!preview.copies().isEmpty()) {
            around.out().println("Older copies of the memory that go whole: " + String.join(", ", preview.copies()));
        }
    }

    private void part(String title, Part part) {
        if (part.count() == 0) return;
        around.out().println(title);
        part.first().stream().limit(SHOWN).forEach(line -> around.out()
                .println("  " + line.id() + "  " + Prose.line(line.text(), 100)));
        if (part.count() > SHOWN) around.out().println("  and " + (part.count() - SHOWN) + " more");
    }

    private static String list(Set<MemoryId> ids) {
        return ids.stream().map(MemoryId::toString).collect(Collectors.joining(", "));
    }

    private static String words(Set<MemoryId> ids) {
        return ids.stream().map(MemoryId::toString).collect(Collectors.joining(" "));
    }
}
