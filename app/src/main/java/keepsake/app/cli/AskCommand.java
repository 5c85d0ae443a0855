package keepsake.app.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import keepsake.app.assistant.Assistant.Made;
import keepsake.app.assistant.Assistant.Reply;
import keepsake.app.assistant.Assistant.ReplyOptions;
import keepsake.app.home.Capacity;
import keepsake.app.home.Keepsake;
import keepsake.memory.Message;
import keepsake.memory.Recall.Recollection;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.LoadRequest;
import keepsake.runtime.engine.ModelInfo;
import keepsake.runtime.engine.StopSignal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "ask",
        description = "Asks one question in a new conversation, kept like any other. Ctrl-C stops the answer.")
final class AskCommand implements Callable<Integer> {
    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOptions model;

    @Option(names = "--json", description = "one JSON object instead of the streamed answer")
    private boolean json;

    @Mixin
    private TemporaryOptions temporary;

    @Parameters(arity = "1..*", paramLabel = "TEXT", description = "the question; '-' reads standard input")
    private List<String> words;

    AskCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws EngineException {
        try (Keepsake keepsake = Session.open(spec, around)) {
            String text = Session.text(words, around);
            ReplyOptions options = model.reply(keepsake);
            LoadRequest request = model.load(keepsake);
            // A model that cannot be loaded is bad input: found before anything is kept.
            Keepsake talking = temporary.of(keepsake);
            Answering answering = new Answering(around, talking);
            ModelInfo info = load(answering, request);
            Reply reply = answer(answering, talking, text, options);
            return finish(reply, answering.failure(), info, options, keepsake.capacity());
        }
    }

    private static ModelInfo load(Answering answering, LoadRequest request) throws EngineException {
        StopSignal stop = new StopSignal();
        try (Interrupts _ = Interrupts.raising(stop)) {
            return answering.load(request, stop);
        }
    }

    private Reply answer(Answering answering, Keepsake keepsake, String text, ReplyOptions options) {
        StopSignal stop = new StopSignal();
        try (Interrupts _ = Interrupts.raising(stop)) {
            long conversation = keepsake.memory().conversations().start().id();
            return answering.answer(conversation, text, options, answers(), stop);
        }
    }

    private PrintStream answers() {
        return json ? new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8) : around.out();
    }

    private int finish(
            Reply reply, Optional<EngineException> failure, ModelInfo info, ReplyOptions options, Capacity capacity) {
        if (reply.answer().state() == Message.State.FAILED) {
            around.err().println(reply.answer().problem().orElse("The answer failed. Your question is kept."));
            return failure.map(CommandLineApp::exitStatus).orElse(ExitStatus.FAILED);
        }
        if (json) {
            OptionalDouble bound = bound(reply, info, capacity);
            around.out().println(Json.text(object(reply, info, options, bound).values()));
        }
        return reply.answer().state() == Message.State.STOPPED ? ExitStatus.STOPPED : ExitStatus.OK;
    }

    private static OptionalDouble bound(Reply reply, ModelInfo info, Capacity capacity) {
        return reply.result().map(made -> capacity.bound(info, made.stats())).orElse(OptionalDouble.empty());
    }

    private Json.Fields object(Reply reply, ModelInfo info, ReplyOptions options, OptionalDouble bound) {
        return new Json.Fields()
                .with("text", reply.answer().text())
                .with("tokens", reply.result().map(Made::tokens).orElse(List.of()))
                .with("engine", info.engine().id())
                .with("architecture", info.architecture())
                .with("model", info.name())
                .with("memories", reply.given().stream().map(Recollection::id).toList())
                .with("stats", reply.result().map(made -> Json.stats(made.stats(), info.loadMillis(), bound)))
                .with("state", reply.answer().state().id())
                .with("seed", options.sampling().seed())
                .with("notice", info.notice())
                .with("conversation_id", kept(reply.user().conversationId()))
                .with("message_id", kept(reply.user().id()))
                .with("answer_id", kept(reply.answer().id()));
    }

    /// What is not kept has no number that means anything later.
    private <T> Optional<T> kept(T id) {
        return temporary.isAsked() ? Optional.empty() : Optional.of(id);
    }
}
