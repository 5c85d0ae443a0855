package keepsake.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import keepsake.app.home.Keepsake;
import keepsake.memory.Reflection.Episode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "episodes", description = "Lists what was talked about, newest first.")
final class EpisodesCommand implements Callable<Integer> {
    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Option(names = "--limit", paramLabel = "N", description = "how many at most (default: 100)")
    private int limit = 100;

    @Option(names = "--json", description = "a JSON array")
    private boolean json;

    EpisodesCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        if (limit < 1) throw CommandProblem.badInput("--limit must be at least 1.");
        try (Keepsake keepsake = Session.open(spec, around)) {
            List<Episode> episodes = keepsake.memory().reflection().episodes(limit);
            if (json) {
                around.out()
                        .println(Json.text(Json.array(
                                episodes.stream().map(ReflectionText::episode).toList())));
            } else {
                around.out().print(prose(episodes));
            }
            return ExitStatus.OK;
        }
    }

    private String prose(List<Episode> episodes) {
        if (episodes.isEmpty()) return "No episodes yet. 'keepsake reflect' makes them from what was said.\n";
        List<List<String>> rows = new ArrayList<>();
        for (Episode episode : episodes) {
            rows.add(List.of(
                    "e" + episode.number(),
                    Prose.day(episode.began(), around.parts().zone()),
                    episode.messages() + " messages",
                    episode.title().isEmpty() ? "(not summed up yet)" : Prose.line(episode.title(), 100)));
        }
        return Prose.table(rows);
    }
}
