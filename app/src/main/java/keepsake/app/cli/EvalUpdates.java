package keepsake.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import keepsake.app.home.EmbeddingChoice;
import keepsake.memory.Embedder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// Judges whether recall prefers what is true now. The pairs are found by rule, each speaker in turn being the user;
/// every candidate is confirmed first. Dialogues from templates are counted apart.
@Command(name = "updates", description = "Counts how often recall finds the newer of two values first.")
final class EvalUpdates implements Callable<Integer> {
    private final Surroundings around;

    @Option(names = "--data", required = true, paramLabel = "FILE", description = "dialogues (JSON)")
    private Path data;

    @Option(names = "--json", description = "a JSON object")
    private boolean json;

    @Option(names = "--list", description = "also every pair that was found")
    private boolean list;

    private Optional<Embedder> embedder = Optional.empty();

    EvalUpdates(Surroundings around) {
        this.around = around;
    }

    private static final class Score {
        private int questions;
        private int above;

        Json.Fields fields() {
            return new Json.Fields().with("questions", questions).with("current_above_old", percent());
        }

        double percent() {
            return questions == 0 ? Double.NaN : 100.0 * above / questions;
        }
    }

    @Override
    public Integer call() {
        embedder = around.parts().embedder().apply(new EmbeddingChoice.BuiltIn());
        try {
            return judge();
        } finally {
            embedder.ifPresent(Embedder::close);
        }
    }

    private int judge() {
        Score dialogues = new Score();
        Score synthetic = new Score();
        try {
            for (JsonNode sample : EvalData.read(data)) judge(DialogueTurn.of(sample, data), dialogues);
            for (SyntheticUpdates.Dialogue made : SyntheticUpdates.all()) {
                ask(made.turns(), SyntheticUpdates.USER, made.pairs(), synthetic);
            }
        } catch (IOException e) {
            throw CommandProblem.failed("The memory to try with could not be made: " + e.getMessage());
        }
        around.out()
                .println(
                        json
                                ? Json.text(dialogues
                                        .fields()
                                        .with("synthetic", synthetic.fields())
                                        .values())
                                : sentence("Dialogues", dialogues) + "\n" + sentence("From templates", synthetic));
        return ExitStatus.OK;
    }

    private void judge(List<DialogueTurn> turns, Score score) throws IOException {
        for (String user : turns.stream().map(DialogueTurn::speaker).distinct().toList()) {
            List<DialogueTurn> own = turns.stream()
                    .map(turn -> turn.speaker().equals(user)
                            ? turn
                            : new DialogueTurn(turn.key(), turn.speaker(), "", turn.session(), turn.saidAt()))
                    .toList();
            ask(turns, user, UpdatePairs.of(own), score);
        }
    }

    private void ask(List<DialogueTurn> turns, String user, List<UpdatePairs.Pair> pairs, Score score)
            throws IOException {
        if (pairs.isEmpty()) return;
        score.questions += pairs.size();
        score.above += UpdateTrial.currentAboveOld(turns, user, pairs, embedder);
        if (!list) return;
        for (UpdatePairs.Pair pair : pairs) {
            around.err()
                    .println(pair.question() + "\n  before: "
                            + Prose.line(turns.get(pair.older()).text(), 160) + "\n  now:    "
                            + Prose.line(turns.get(pair.newer()).text(), 160));
        }
    }

    private static String sentence(String what, Score score) {
        if (score.questions == 0) return what + ": no updates found.";
        return String.format(
                Locale.ROOT,
                "%s: %d questions, the newer value first in %.1f %%.",
                what,
                score.questions,
                score.percent());
    }
}
