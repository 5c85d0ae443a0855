package keepsake.app.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import keepsake.app.home.EmbeddingChoice;
import keepsake.app.home.Keepsake;
import keepsake.memory.Embedding;
import keepsake.runtime.engine.StopSignal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "embed",
        description = "Prepares everything that was said for being found by its meaning. The window does this in the"
                + " background; here it is done to the end. Interrupted, the next call goes on.")
final class EmbedCommand implements Callable<Integer> {
    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description = "chooses the embedding model first: builtin, none, or a folder with model.onnx,"
                    + " tokenizer.json and embedding.json; another model does everything anew")
    private @Nullable String model;

    @Option(names = "--json", description = "one JSON object")
    private boolean json;

    EmbedCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        if (model != null) choose(choice(model));
        try (Keepsake keepsake = Session.open(spec, around)) {
            EmbeddingChoice chosen = keepsake.settings().embedding();
            chosen.problem().ifPresent(sentence -> {
                throw CommandProblem.badInput(sentence);
            });
            Embedding embedding = keepsake.memory().embedding();
            StopSignal stop = new StopSignal();
            Embedding.Progress reached = run(embedding, stop);
            say(embedding, reached);
            if (embedding.notice().isPresent()) {
                throw CommandProblem.failed(embedding.notice().get());
            }
            if (stop.isRaised()) {
                throw CommandProblem.stopped("Stopped. What is done stays done; the next call goes on from there.");
            }
            return ExitStatus.OK;
        }
    }

    private static EmbeddingChoice choice(String model) {
        EmbeddingChoice choice =
                switch (model) {
                    case "builtin" -> new EmbeddingChoice.BuiltIn();
                    case "none" -> new EmbeddingChoice.None();
                    default -> new EmbeddingChoice.Folder(folder(model));
                };
        choice.problem().ifPresent(sentence -> {
            throw CommandProblem.badInput(sentence + " Nothing was changed.");
        });
        return choice;
    }

    private static Path folder(String path) {
        try {
            return Path.of(path).toAbsolutePath().normalize();
        } catch (InvalidPathException notAPath) {
            throw CommandProblem.badInput("'" + path + "' is no path here. Nothing was changed.");
        }
    }

    private void choose(EmbeddingChoice choice) {
        try (Keepsake keepsake = Session.open(spec, around)) {
            keepsake.settings().choose(choice);
        }
    }

    private Embedding.Progress run(Embedding embedding, StopSignal stop) {
        Progress progress = new Progress(around);
        try (Interrupts _ = Interrupts.raising(stop)) {
            return embedding.complete(
                    now -> progress.show(String.format(
                            "Embedding: %,d of %,d, %.0f %%",
                            now.done(), now.total(), 100.0 * now.done() / Math.max(1, now.total()))),
                    stop::isRaised);
        } finally {
            progress.clear();
        }
    }

    private void say(Embedding embedding, Embedding.Progress reached) {
        if (json) {
            around.out()
                    .println(Json.text(new Json.Fields()
                            .with("model", embedding.model())
                            .with("embedded", reached.done())
                            .with("total", reached.total())
                            .values()));
        } else if (embedding.model().isEmpty()) {
            around.out()
                    .println("There is no embedding model, as you chose: memories are found by their words. 'keepsake"
                            + " embed --model builtin' changes that.");
        } else {
            around.out()
                    .printf(
                            "%,d of %,d messages and facts can be found by their meaning.%n",
                            reached.done(), reached.total());
        }
    }
}
