package keepsake.app.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// `keepsake`: without a command, opens the window.
@Command(
        name = "keepsake",
        description = {"A private assistant that remembers.%n", "Without a command, the window opens.%n"},
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Version.class,
        commandListHeading = "%nCommands:%n",
        usageHelpAutoWidth = true,
        subcommands = {
            AskCommand.class,
            ChatCommand.class,
            RememberCommand.class,
            RecallCommand.class,
            FactsCommand.class,
            EntitiesCommand.class,
            MessagesCommand.class,
            ForgetCommand.class,
            NeverStoreCommand.class,
            RetentionCommand.class,
            ReflectCommand.class,
            JobsCommand.class,
            EpisodesCommand.class,
            ProfileCommand.class,
            StatsCommand.class,
            IdentityCommand.class,
            ImportCommand.class,
            ExportCommand.class,
            EmbedCommand.class,
            ModelCommand.class,
            DoctorCommand.class,
            BenchCommand.class,
            EvalCommand.class,
            CommandLine.HelpCommand.class
        })
final class KeepsakeCommand implements Callable<Integer> {
    private final Surroundings around;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "Keepsake's folder (default: KEEPSAKE_HOME, else the system's data folder)")
    private @Nullable Path home;

    KeepsakeCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        return around.window().applyAsInt(home());
    }

    Optional<Path> home() {
        return Optional.ofNullable(home);
    }
}
