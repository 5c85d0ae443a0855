package keepsake.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import keepsake.app.home.EmbeddingChoice;
import keepsake.memory.Archive;
import keepsake.memory.ArchivedConversation;
import keepsake.memory.ArchivedMessage;
import keepsake.memory.Embedder;
import keepsake.memory.Memory;
import keepsake.memory.MemoryId;
import keepsake.memory.Message;
import keepsake.memory.Recall.Purpose;
import keepsake.memory.Recall.Question;
import keepsake.memory.Recall.Recollection;
import keepsake.memory.Recall.Stage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// Judges recall by dialogues whose questions name the turns that answer them, through the memory a user has: a
/// database of its own per dialogue, imported, embedded, asked.
@Command(name = "recall", description = "Counts how often recall finds the messages that answer a question.")
final class EvalRecall implements Callable<Integer> {
    private static final int LOOKED_AT = 50;

    private final Surroundings around;

    @Option(names = "--data", required = true, paramLabel = "FILE", description = "dialogues with questions (JSON)")
    private Path data;

    @Option(
            names = "--stage",
            paramLabel = "STAGE",
            split = ",",
            description = "use only these: ${COMPLETION-CANDIDATES} (default: all but events and several)",
            completionCandidates = StageNames.class)
    private List<String> only = List.of();

    @Option(
            names = "--without",
            paramLabel = "STAGE",
            split = ",",
            description = "leave these out: ${COMPLETION-CANDIDATES}",
            completionCandidates = StageNames.class)
    private List<String> without = List.of();

    @Option(names = "--json", description = "a JSON object")
    private boolean json;

    EvalRecall(Surroundings around) {
        this.around = around;
    }

    /// For the help text.
    static final class StageNames extends ArrayList<String> {
        StageNames() {
            for (Stage stage : Stage.values()) add(stage.id());
        }
    }

    @Override
    public Integer call() {
        Set<Stage> stages = stages();
        RecallScore score = new RecallScore();
        JsonNode samples = EvalData.read(data);
        Progress progress = new Progress(around);
        try {
            Optional<Embedder> embedder = stages.contains(Stage.MEANING)
                    ? around.parts().embedder().apply(new EmbeddingChoice.BuiltIn())
                    : Optional.empty();
            try {
                int done = 0;
                for (JsonNode sample : samples) {
                    progress.show("Dialogue " + ++done + " of " + samples.size());
                    judge(sample, stages, embedder.map(SharedEmbedder::new), score);
                }
            } finally {
                embedder.ifPresent(Embedder::close);
                progress.clear();
            }
        } catch (IOException e) {
            throw CommandProblem.failed("The memory to try with could not be made: " + e.getMessage());
        }
        around.out().println(json ? Json.text(score.fields().values()) : score.sentences());
        return ExitStatus.OK;
    }

    private Set<Stage> stages() {
        Set<Stage> stages = only.isEmpty() ? EnumSet.copyOf(Stage.usual()) : EnumSet.noneOf(Stage.class);
        for (String name : only) stages.add(stage(name));
        for (String name : without) stages.remove(stage(name));
        return stages;
    }

    private static Stage stage(String name) {
        for (Stage stage : Stage.values()) {
            if (stage.id().equals(name.strip().toLowerCase(Locale.ROOT))) return stage;
        }
        throw CommandProblem.badInput("There is no stage '" + Prose.line(name, 60) + "'; the stages are "
                + String.join(", ", new StageNames()) + ".");
    }

    private void judge(JsonNode sample, Set<Stage> stages, Optional<Embedder> embedder, RecallScore score)
            throws IOException {
        List<DialogueTurn> turns = DialogueTurn.of(sample, data);
        Instant now = turns.isEmpty() ? Instant.EPOCH : turns.getLast().saidAt();
        Path home = Files.createTempDirectory("keepsake-eval");
        try (Memory memory = Memory.open(home, () -> now, embedder)) {
            Map<MemoryId, String> keys = keep(memory, turns);
            if (embedder.isPresent()) memory.embedding().complete(at -> {}, () -> false);
            memory.recall().prepare();
            if (stages.contains(Stage.ENTITIES) || stages.contains(Stage.EVENTS))
                while (memory.links().refresh(500, OptionalLong.empty()) > 0) {}
            Set<String> known = turns.stream().map(DialogueTurn::key).collect(Collectors.toSet());
            boolean warm = false;
            for (JsonNode question : sample.path("qa")) {
                String text = question.path("question").asString("");
                if (!warm) ranking(memory, text, stages, keys);
                warm = true;
                List<String> evidence = EvidenceIds.of(question.path("evidence"), known);
                long start = System.nanoTime();
                List<String> ranking = ranking(memory, text, stages, keys);
                long took = System.nanoTime() - start;
                score.add(question.path("category").asString("?"), evidence, ranking, took / 1e6);
            }
        } finally {
            UpdateTrial.delete(home);
        }
    }

    private static Map<MemoryId, String> keep(Memory memory, List<DialogueTurn> turns) {
        Map<Integer, List<ArchivedMessage>> sessions = new TreeMap<>();
        for (DialogueTurn turn : turns) {
            List<ArchivedMessage> session = sessions.computeIfAbsent(turn.session(), s -> new ArrayList<>());
            Optional<String> parent = session.isEmpty()
                    ? Optional.empty()
                    : Optional.of(session.getLast().key());
            session.add(new ArchivedMessage(
                    turn.key(), parent, Message.Role.USER, Optional.of(turn.speaker()), turn.text(), turn.saidAt()));
        }
        Map<MemoryId, String> keys = new HashMap<>();
        try (Archive.Batch batch = memory.archive().batch()) {
            sessions.forEach((session, messages) -> batch.add(new ArchivedConversation(
                    "dialogue", "session " + session, "", messages.getFirst().saidAt(), messages)));
        }
        for (int session : sessions.keySet()) {
            memory.archive().find("dialogue", "session " + session).ifPresent(known -> known.messages()
                    .forEach((key, id) -> keys.put(id, key)));
        }
        return keys;
    }

    private static List<String> ranking(Memory memory, String text, Set<Stage> stages, Map<MemoryId, String> keys) {
        Map<String, Boolean> ranking = new LinkedHashMap<>();
        for (Recollection found :
                memory.recall().recall(new Question(text, LOOKED_AT, Optional.empty(), Purpose.SEARCH, stages))) {
            String key = keys.get(found.source().message());
            if (key != null) ranking.putIfAbsent(key, true);
        }
        return List.copyOf(ranking.keySet());
    }
}
