package keepsake.app.cli;

import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import keepsake.app.home.Keepsake;
import keepsake.memory.Conversation;
import keepsake.memory.Conversations;
import keepsake.memory.Fact;
import keepsake.memory.Message;
import keepsake.memory.text.RememberRequest;
import keepsake.memory.text.RememberRequest.Request;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "remember",
        description = "Keeps a fact, with the words as its source in today's conversation \"Notes\".")
final class RememberCommand implements Callable<Integer> {
    private static final String TITLE = "Notes";

    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "TEXT",
            description = "the fact, with or without \"remember that\"; '-' reads standard input")
    private List<String> words;

    RememberCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        try (Keepsake keepsake = Session.open(spec, around)) {
            String text = Session.text(words, around);
            Message said = say(keepsake.memory().conversations(), text);
            Request asked =
                    RememberRequest.parse(text).orElseGet(() -> new Request(RememberRequest.statement(text), text));
            Fact fact = keepsake.memory().facts().remember(asked.statement(), said.id(), asked.quote());
            around.out().println("Remembered (" + fact.id() + "): " + Prose.harmless(fact.statement()));
            return ExitStatus.OK;
        }
    }

    private Message say(Conversations conversations, String text) {
        for (Conversation conversation : conversations.list()) {
            if (conversation.title().equals(TITLE) && day(conversation).equals(today())) {
                return conversations.say(conversation.id(), text);
            }
        }
        long notes = conversations.start().id();
        Message said = conversations.say(notes, text);
        conversations.rename(notes, TITLE);
        return said;
    }

    private LocalDate day(Conversation conversation) {
        return LocalDate.ofInstant(conversation.startedAt(), around.parts().zone());
    }

    private LocalDate today() {
        return LocalDate.ofInstant(
                around.parts().clock().instant(), around.parts().zone());
    }
}
