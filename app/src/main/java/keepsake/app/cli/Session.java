package keepsake.app.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import keepsake.app.home.Home;
import keepsake.app.home.Keepsake;
import keepsake.app.home.KeepsakeHome;
import picocli.CommandLine.Model.CommandSpec;

/// What every command starts with: the home asked for, and the words given.
final class Session {
    private Session() {}

    static Home home(CommandSpec command) {
        if (command.root().userObject() instanceof KeepsakeCommand root) return Home.locate(root.home());
        throw new IllegalStateException("the root command is not Keepsake's");
    }

    static Keepsake open(CommandSpec command, Surroundings around) {
        Keepsake keepsake = KeepsakeHome.open(home(command), around.parts(), Optional.empty());
        keepsake.settings().notice().ifPresent(around.err()::println);
        return keepsake;
    }

    /// The words as one text; a lone `-` reads standard input.
    static String text(List<String> words, Surroundings around) {
        String text = words.equals(List.of("-")) ? standardInput(around) : String.join(" ", words);
        if (text.isBlank()) {
            throw CommandProblem.badInput("There is no text. Write it after the command, or pipe it in and give '-'.");
        }
        return text.strip();
    }

    private static String standardInput(Surroundings around) {
        try {
            return new String(around.in().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw CommandProblem.failed("Standard input could not be read. Nothing was done.");
        }
    }
}
