package keepsake.app.cli;

import java.io.PrintStream;
import java.util.concurrent.Callable;
import keepsake.app.home.Keepsake;
import keepsake.memory.Message;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Writes as it reads: a million messages need no more RAM than one.
@Command(name = "messages", description = "Lists every message that is kept, oldest first.")
final class MessagesCommand implements Callable<Integer> {
    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "a JSON array")
    private boolean json;

    MessagesCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        try (Keepsake keepsake = Session.open(spec, around)) {
            if (json) {
                new Array(around.out()).write(keepsake);
            } else {
                keepsake.memory().conversations().everyMessage(this::print);
            }
            return ExitStatus.OK;
        }
    }

    private void print(Message message) {
        around.out()
                .println(message.id() + "  "
                        + Prose.day(message.saidAt(), around.parts().zone()) + "  "
                        + message.role().id() + "  " + Prose.line(message.text(), 200));
    }

    private static final class Array {
        private final PrintStream out;
        private boolean begun;

        private Array(PrintStream out) {
            this.out = out;
        }

        private void write(Keepsake keepsake) {
            out.print("[");
            keepsake.memory().conversations().everyMessage(this::element);
            out.println(begun ? "\n]" : " ]");
        }

        private void element(Message message) {
            out.print((begun ? ",\n" : "\n") + Json.text(Json.message(message).values()));
            begun = true;
        }
    }
}
