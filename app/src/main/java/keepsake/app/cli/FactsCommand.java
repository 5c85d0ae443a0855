package keepsake.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import keepsake.app.home.Keepsake;
import keepsake.memory.Fact;
import keepsake.memory.Facts;
import keepsake.memory.MemoryId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "facts", description = "Lists what is remembered.")
final class FactsCommand implements Callable<Integer> {
    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "a JSON array")
    private boolean json;

    @Option(names = "--candidates", description = "what you seem to have said; none of it counts until you confirm it")
    private boolean candidates;

    @Option(names = "--confirm", paramLabel = "ID", description = "makes a candidate a fact")
    private List<String> confirm = List.of();

    @Option(names = "--dismiss", paramLabel = "ID", description = "takes a candidate away for good")
    private List<String> dismiss = List.of();

    FactsCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        try (Keepsake keepsake = Session.open(spec, around)) {
            Facts facts = keepsake.memory().facts();
            for (String id : confirm) facts.confirm(id(id));
            for (String id : dismiss) facts.dismiss(id(id));
            List<Fact> listed = candidates ? facts.candidates() : facts.active();
            if (json) {
                around.out()
                        .println(Json.text(
                                Json.array(listed.stream().map(Json::fact).toList())));
            } else if (candidates) {
                around.out().print(proseOfCandidates(listed, around));
            } else {
                around.out().print(prose(keepsake, around));
            }
            return ExitStatus.OK;
        }
    }

    private static MemoryId id(String id) {
        try {
            return MemoryId.parse(id);
        } catch (IllegalArgumentException notAnId) {
            throw CommandProblem.badInput(String.valueOf(notAnId.getMessage()));
        }
    }

    private static String proseOfCandidates(List<Fact> facts, Surroundings around) {
        if (facts.isEmpty()) return "No candidates. What you tell about yourself in a chat is proposed here.\n";
        List<List<String>> rows = new ArrayList<>();
        for (Fact fact : facts) {
            rows.add(List.of(
                    fact.id().toString(),
                    Prose.day(fact.sources().getFirst().saidAt(), around.parts().zone()),
                    Prose.line(fact.statement(), 200)));
        }
        return Prose.table(rows)
                + "None of this counts until you confirm it: 'keepsake facts --confirm ID', or '--dismiss ID'.\n";
    }

    /// The facts as a table, or how to get some.
    static String prose(Keepsake keepsake, Surroundings around) {
        List<Fact> facts = keepsake.memory().facts().active();
        if (facts.isEmpty()) {
            return "Nothing remembered yet. Say “Remember that …” in a chat, or run 'keepsake remember TEXT'.\n";
        }
        List<List<String>> rows = new ArrayList<>();
        for (Fact fact : facts) {
            rows.add(List.of(
                    fact.id().toString(),
                    Prose.day(fact.recordedAt(), around.parts().zone()),
                    Prose.line(fact.statement(), 200) + (fact.pinned() ? "  (pinned)" : "")));
        }
        return Prose.table(rows);
    }
}
