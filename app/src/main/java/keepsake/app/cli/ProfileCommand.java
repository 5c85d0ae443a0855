package keepsake.app.cli;

import java.util.concurrent.Callable;
import keepsake.app.home.Keepsake;
import keepsake.memory.Reflection.Profile;
import keepsake.memory.Reflection.Sentence;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "profile", description = "Prints \"About you\", as reflection wrote it from your facts.")
final class ProfileCommand implements Callable<Integer> {
    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "one JSON object")
    private boolean json;

    ProfileCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        try (Keepsake keepsake = Session.open(spec, around)) {
            Profile profile = keepsake.memory().reflection().profile();
            if (json) {
                around.out()
                        .println(Json.text(new Json.Fields()
                                .with("version", profile.version())
                                .with("written_at", profile.written())
                                .with(
                                        "sentences",
                                        profile.sentences().stream()
                                                .map(ReflectionText::sentence)
                                                .toList())
                                .values()));
            } else if (profile.sentences().isEmpty()) {
                around.out().println("Nothing is written about you yet. 'keepsake reflect' writes it from your facts.");
            } else {
                for (Sentence sentence : profile.sentences()) around.out().println(Prose.line(sentence.text(), 400));
            }
            return ExitStatus.OK;
        }
    }
}
