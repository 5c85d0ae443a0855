package keepsake.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import keepsake.app.home.Keepsake;
import keepsake.memory.Fact;
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

    FactsCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        try (Keepsake keepsake = Session.open(spec, around)) {
            if (json) {
                around.out()
                        .println(Json.text(Json.array(keepsake.memory().facts().active().stream()
                                .map(Json::fact)
                                .toList())));
            } else {
                around.out().print(prose(keepsake, around));
            }
            return ExitStatus.OK;
        }
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
