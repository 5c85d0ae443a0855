package keepsake.app.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// How this process was started, to start another like it.
final class OwnCommand {
    private static final String MAIN = "keepsake.app.Main";

    private OwnCommand() {}

    /// The command line of this process with other words after the main class; empty where the system does not tell.
    static Optional<List<String>> of(String... words) {
        ProcessHandle.Info own = ProcessHandle.current().info();
        if (own.command().isEmpty() || own.arguments().isEmpty()) return Optional.empty();
        List<String> arguments = Arrays.asList(own.arguments().get());
        int main = arguments.indexOf(MAIN);
        if (main < 0) return Optional.empty();
        List<String> command = new ArrayList<>();
        command.add(own.command().get());
        command.addAll(arguments.subList(0, main + 1));
        command.addAll(List.of(words));
        return Optional.of(command);
    }
}
