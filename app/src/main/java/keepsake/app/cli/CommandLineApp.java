package keepsake.app.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import keepsake.app.home.HomeException;
import keepsake.memory.MemoryException;
import keepsake.runtime.catalogue.DownloadException;
import keepsake.runtime.engine.EngineException;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Runs one command. Results go to standard output; a problem is one plain sentence on standard error.
public final class CommandLineApp {
    private CommandLineApp() {}

    /// @return the exit status, see [ExitStatus]
    public static int run(Surroundings around, String... arguments) {
        CommandLine line = new CommandLine(new KeepsakeCommand(around), new CommandFactory(around));
        line.setOut(new PrintWriter(around.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(around.err(), true, StandardCharsets.UTF_8));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setAllowSubcommandsAsOptionParameters(true);
        line.setAllowOptionsAsOptionParameters(false);
        line.setParameterExceptionHandler((problem, _) -> {
            say(around, sentence(problem));
            return ExitStatus.BAD_INPUT;
        });
        line.setExecutionExceptionHandler((problem, _, _) -> {
            trace(problem);
            say(around, sentence(problem));
            return exitStatus(problem);
        });
        int status = line.execute(arguments);
        around.out().flush();
        around.err().flush();
        return status;
    }

    private static void say(Surroundings around, String sentence) {
        around.err().println(sentence.replaceAll("\\s*\\R\\s*", " ").strip());
    }

    private static void trace(Exception problem) {
        if (System.getenv("KEEPSAKE_TRACE") != null) problem.printStackTrace();
    }

    static int exitStatus(Throwable problem) {
        return switch (problem) {
            case CommandProblem known -> known.exitStatus();
            case HomeException home ->
                home.reason() == HomeException.Reason.BAD_INPUT ? ExitStatus.BAD_INPUT : ExitStatus.FAILED;
            case MemoryException memory ->
                memory.reason() == MemoryException.Reason.BAD_INPUT ? ExitStatus.BAD_INPUT : ExitStatus.FAILED;
            case EngineException engine -> exitStatus(engine);
            default -> ExitStatus.FAILED;
        };
    }

    private static int exitStatus(EngineException problem) {
        return switch (problem) {
            case EngineException.BadModel _,
                    EngineException.BudgetTooSmall _,
                    EngineException.PromptTooLong _,
                    EngineException.BadRequest _ -> ExitStatus.BAD_INPUT;
            case EngineException.Unavailable _, EngineException.HostDied _, EngineException.Failed _ ->
                ExitStatus.FAILED;
        };
    }

    private static String sentence(Exception problem) {
        boolean plain = problem instanceof CommandProblem
                || problem instanceof HomeException
                || problem instanceof MemoryException
                || problem instanceof EngineException
                || problem instanceof DownloadException;
        String message = Optional.ofNullable(problem.getMessage()).orElse("");
        return plain && !message.isBlank()
                ? message
                : "Keepsake failed because of a fault of its own (" + problem + "); what was kept before is safe. Run"
                        + " again with KEEPSAKE_TRACE=1 in the environment and report what it prints.";
    }

    private static String sentence(ParameterException problem) {
        CommandLine at = problem.getCommandLine();
        String command = at.getCommandSpec().qualifiedName();
        String help = " Run '" + command + " --help' to see what it takes.";
        return switch (problem) {
            case UnmatchedArgumentException unmatched
            when !unmatched.getUnmatched().isEmpty() -> {
                String word = unmatched.getUnmatched().getFirst();
                yield unmatched.isUnknownOption()
                        ? "'" + command + "' has no option '" + word + "'." + help
                        : at.getSubcommands().isEmpty()
                                ? "'" + command + "' has no use for '" + word + "'." + help
                                : "'" + command + "' has no command '" + word + "'." + help;
            }
            case MissingParameterException missing -> "'" + command + "' needs " + labels(missing) + "." + help;
            default -> withStop(Optional.ofNullable(problem.getMessage()).orElse("That is not understood")) + help;
        };
    }

    private static String labels(MissingParameterException missing) {
        List<String> labels = missing.getMissing().stream()
                .map(spec -> spec.isOption()
                        ? ((CommandLine.Model.OptionSpec) spec).longestName() + " " + spec.paramLabel()
                        : spec.paramLabel())
                .toList();
        return String.join(" and ", labels);
    }

    private static String withStop(String sentence) {
        return sentence.endsWith(".") ? sentence : sentence + ".";
    }
}
