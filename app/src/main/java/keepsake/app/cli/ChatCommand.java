package keepsake.app.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import keepsake.app.assistant.Assistant.Reply;
import keepsake.app.assistant.ModelSession;
import keepsake.app.home.Keepsake;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.LoadRequest;
import keepsake.runtime.engine.StopSignal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "chat",
        description = {
            "Talks in the terminal; each line is a message.",
            "Ctrl-C stops an answer; /new begins another conversation, /facts lists what is remembered, /quit ends."
        })
final class ChatCommand implements Callable<Integer> {
    private static final String USAGE =
            "Each line is a message. /new begins another conversation, /facts lists what is remembered, /quit ends."
                    + " Ctrl-C stops an answer.";

    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOptions model;

    @Mixin
    private TemporaryOptions temporary;

    ChatCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws EngineException {
        try (Keepsake keepsake = Session.open(spec, around)) {
            LoadRequest request = model.load(keepsake);
            model.reply(keepsake);
            Keepsake talking = temporary.of(keepsake);
            Answering answering = new Answering(around, talking);
            StopSignal stop = new StopSignal();
            try (Interrupts _ = Interrupts.raising(stop)) {
                answering.load(request, stop);
            }
            return new Talk(talking, answering).run();
        }
    }

    /// One run of `chat`.
    private final class Talk {
        private final Keepsake keepsake;
        private final Answering answering;
        private final Progress progress = new Progress(around);
        private Optional<Long> conversation = Optional.empty();
        private int status = ExitStatus.OK;

        private Talk(Keepsake keepsake, Answering answering) {
            this.keepsake = keepsake;
            this.answering = answering;
        }

        private int run() {
            BufferedReader lines = new BufferedReader(new InputStreamReader(around.in(), typed()));
            progress.note(USAGE);
            while (true) {
                prompt();
                Optional<String> line = read(lines);
                if (line.isEmpty()) break;
                switch (line.get().strip()) {
                    case "" -> {}
                    case "/quit", "/exit" -> {
                        return status;
                    }
                    case "/new" -> {
                        conversation = Optional.empty();
                        progress.note("A new conversation.");
                    }
                    case "/facts" -> around.out().print(FactsCommand.prose(keepsake, around));
                    case String command
                    when command.matches("/[a-z]*") -> around.err().println("There is no " + command + ". " + USAGE);
                    case String message -> answer(message);
                }
            }
            progress.note("");
            return status;
        }

        private void prompt() {
            if (!around.watched()) return;
            around.out().print("\n> ");
            around.out().flush();
        }

        private Optional<String> read(BufferedReader lines) {
            try {
                return Optional.ofNullable(lines.readLine());
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        }

        private void answer(String message) {
            if (keepsake.model().state() instanceof ModelSession.State.Failed failed && failed.restartable()) {
                progress.note("Starting the model again…");
                keepsake.model().restart();
            }
            long here = conversation.orElseGet(
                    () -> keepsake.memory().conversations().start().id());
            conversation = Optional.of(here);
            StopSignal stop = new StopSignal();
            try (Interrupts _ = Interrupts.raising(stop)) {
                Reply reply = answering.answer(here, message, model.reply(keepsake), around.out(), stop);
                switch (reply.answer().state()) {
                    case FAILED -> {
                        around.err()
                                .println(reply.answer().problem().orElse("The answer failed. Your message is kept."));
                        status = ExitStatus.FAILED;
                    }
                    case STOPPED -> progress.note("(stopped)");
                    case WRITING, COMPLETE, INTERRUPTED -> {}
                }
            }
        }
    }

    /// A terminal has an encoding of its own; what is piped in is UTF-8.
    private Charset typed() {
        return around.watched()
                ? Charset.forName(System.getProperty("stdin.encoding", "UTF-8"), StandardCharsets.UTF_8)
                : StandardCharsets.UTF_8;
    }
}
