package keepsake.app.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import keepsake.app.assistant.Assistant;
import keepsake.app.assistant.Assistant.Reply;
import keepsake.app.assistant.Assistant.ReplyOptions;
import keepsake.app.assistant.ModelSession;
import keepsake.app.home.Keepsake;
import keepsake.memory.Fact;
import keepsake.memory.Recall.Recollection;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.LoadRequest;
import keepsake.runtime.engine.ModelInfo;
import keepsake.runtime.engine.StopSignal;

/// Loads a model and shows answers as they are made; shared by `ask` and `chat`.
final class Answering {
    private final Surroundings around;
    private final Keepsake keepsake;
    private final Progress progress;
    private Optional<EngineException> failure = Optional.empty();

    Answering(Surroundings around, Keepsake keepsake) {
        this.around = around;
        this.keepsake = keepsake;
        this.progress = new Progress(around);
    }

    /// Loads, showing how far it is.
    ///
    /// @param stop ends the session with the model
    /// @throws EngineException  when there is no engine
    /// @throws CommandProblem when the user stopped it
    ModelInfo load(LoadRequest request, StopSignal stop) throws EngineException {
        Runnable unsubscribe = keepsake.model().onState(this::show);
        stop.onRaise(keepsake.model()::close);
        try {
            keepsake.model().load(request);
            ModelInfo info = keepsake.model().engine().info();
            progress.note(info.name() + " · " + info.engine().id() + " engine · "
                    + info.budget().total() + " MiB");
            info.notice().ifPresent(progress::note);
            return info;
        } catch (EngineException problem) {
            if (stop.isRaised()) throw CommandProblem.stopped("Stopped before the model was ready. Nothing was asked.");
            throw problem;
        } finally {
            unsubscribe.run();
            progress.clear();
        }
    }

    private void show(ModelSession.State state) {
        if (state instanceof ModelSession.State.Loading(var model, var stage, var share)) {
            progress.show(String.format("Loading %s: %s, %.0f %%", model.getFileName(), stage, share * 100));
        }
    }

    /// Answers one message. The answer goes to `out` as it is made.
    Reply answer(long conversation, String text, ReplyOptions options, PrintStream out, StopSignal stop) {
        failure = Optional.empty();
        Streaming streaming = new Streaming(out);
        Reply reply = keepsake.assistant().reply(conversation, text, options, streaming, stop);
        progress.clear();
        streaming.end();
        return reply;
    }

    /// Why the last answer failed, if the model was the reason.
    Optional<EngineException> failure() {
        return failure;
    }

    private final class Streaming implements Assistant.ReplyListener {
        private final PrintStream out;
        private boolean begun;
        private boolean lineEnded = true;

        private Streaming(PrintStream out) {
            this.out = out;
        }

        @Override
        public void onRemembered(Fact fact) {
            boolean kept = keepsake.memory().facts().isKept(fact.id());
            progress.note(
                    kept
                            ? "Remembered (" + fact.id() + "): " + fact.statement()
                            : "Not kept: this conversation is temporary. Say it in another one to have it remembered.");
        }

        @Override
        public void onRecalled(List<Recollection> given) {
            for (Recollection memory : given) {
                progress.note("From memory (" + memory.id() + "): " + Prose.line(memory.text(), 60));
            }
        }

        @Override
        public void onPrompt(int done, int total) {
            if (!begun) progress.show("Reading the prompt: " + done + " of " + total + " tokens");
        }

        @Override
        public void onText(String text) {
            if (!begun) progress.clear();
            begun = true;
            out.print(around.watched() ? Prose.harmless(text) : text);
            out.flush();
            lineEnded = text.endsWith("\n");
        }

        @Override
        public void onFailed(EngineException problem) {
            failure = Optional.of(problem);
        }

        private void end() {
            if (!lineEnded) out.println();
            out.flush();
        }
    }
}
