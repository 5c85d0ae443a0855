package keepsake.app.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import keepsake.app.home.Keepsake;
import keepsake.memory.Recall;
import keepsake.memory.Recall.Recollection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "recall", description = "Finds what was said or remembered about something.")
final class RecallCommand implements Callable<Integer> {
    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Option(names = "--limit", paramLabel = "N", description = "how many at most (default: 10)")
    private int limit = 10;

    @Option(names = "--json", description = "a JSON array")
    private boolean json;

    @Parameters(arity = "1..*", paramLabel = "TEXT", description = "what to look for; '-' reads standard input")
    private List<String> words;

    RecallCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        if (limit < 1) throw CommandProblem.badInput("--limit must be at least 1.");
        try (Keepsake keepsake = Session.open(spec, around)) {
            String text = Session.text(words, around);
            List<Recollection> found = keepsake.memory()
                    .recall()
                    .recall(new Recall.Question(text, limit, Optional.empty(), Recall.Purpose.SEARCH));
            if (json) {
                around.out()
                        .println(Json.text(Json.array(
                                found.stream().map(Json::recollection).toList())));
            } else if (found.isEmpty()) {
                around.out().println("Nothing found. Try other words; 'keepsake facts' lists everything remembered.");
            } else {
                found.forEach(this::print);
            }
            return ExitStatus.OK;
        }
    }

    private void print(Recollection found) {
        String id = found.id().toString();
        around.out().println(id + "  " + Prose.line(found.text(), 200));
        String title = found.source().conversationTitle();
        around.out()
                .println(" ".repeat(id.length() + 2)
                        + Prose.line(found.reason(), 80)
                        + (title.isBlank() ? "" : " · in “" + Prose.line(title, 40) + "”"));
    }
}
