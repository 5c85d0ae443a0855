package keepsake.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import keepsake.app.home.Keepsake;
import keepsake.memory.Reflection;
import keepsake.memory.Reflection.Diff;
import keepsake.memory.Reflection.JobState;
import keepsake.memory.Reflection.Later;
import keepsake.memory.Reflection.Run;
import keepsake.memory.Reflection.Undone;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "jobs",
        description = "Lists the jobs of reflection and what they did; shows, exports and undoes it.",
        subcommands = {JobsCommand.Show.class, JobsCommand.Export.class, JobsCommand.Undo.class})
final class JobsCommand implements Callable<Integer> {
    private static final int RUNS = 50;

    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "one JSON object")
    private boolean json;

    JobsCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        try (Keepsake keepsake = Session.open(spec, around)) {
            Reflection reflection = keepsake.memory().reflection();
            List<JobState> jobs = reflection.jobs();
            List<Run> runs = reflection.runs(RUNS);
            if (json) {
                around.out()
                        .println(Json.text(new Json.Fields()
                                .with(
                                        "jobs",
                                        jobs.stream().map(JobsCommand::job).toList())
                                .with(
                                        "runs",
                                        runs.stream().map(ReflectionText::run).toList())
                                .values()));
            } else {
                around.out().print(prose(jobs, runs));
            }
            return ExitStatus.OK;
        }
    }

    private static Json.Fields job(JobState job) {
        return new Json.Fields()
                .with("name", job.job().id())
                .with("waiting", job.waiting())
                .with("finished_at", job.finished());
    }

    private String prose(List<JobState> jobs, List<Run> runs) {
        List<List<String>> rows = new ArrayList<>();
        for (JobState job : jobs) {
            rows.add(List.of(
                    job.job().id(),
                    job.waiting() == 0 ? "nothing waits" : job.waiting() + " to go through",
                    job.finished()
                            .map(time -> "last done "
                                    + Prose.day(time, around.parts().zone()))
                            .orElse("never done")));
        }
        List<List<String>> done = new ArrayList<>();
        for (Run run : runs) {
            done.add(List.of(
                    "run " + run.number(),
                    Prose.day(run.started(), around.parts().zone()),
                    run.state().id(),
                    run.changes() + (run.changes() == 1 ? " change" : " changes"),
                    run.madeBy().orElse("by rules")));
        }
        return Prose.table(rows) + (done.isEmpty() ? "" : "\n" + Prose.table(done));
    }

    /// A run by its number.
    private static long number(String run) {
        try {
            return Long.parseLong(run.strip());
        } catch (NumberFormatException noNumber) {
            throw CommandProblem.badInput("'" + Prose.line(run, 60)
                    + "' is not the number of a run; 'keepsake jobs' lists them. Nothing was changed.");
        }
    }

    @Command(name = "show", description = "Tells what a run changed.")
    static final class Show implements Callable<Integer> {
        private final Surroundings around;

        @Spec
        private CommandSpec spec;

        @Option(names = "--json", description = "one JSON object")
        private boolean json;

        @Parameters(paramLabel = "RUN")
        private String run;

        Show(Surroundings around) {
            this.around = around;
        }

        @Override
        public Integer call() {
            try (Keepsake keepsake = Session.open(spec, around)) {
                long number = number(run);
                Diff diff = keepsake.memory()
                        .reflection()
                        .diff(number)
                        .orElseThrow(() -> CommandProblem.badInput("There is no run " + number + "."));
                String state = diff.run().map(known -> known.state().id()).orElse("");
                around.out()
                        .print(
                                json
                                        ? Json.text(ReflectionText.diff(diff, state)
                                                        .values()) + "\n"
                                        : ReflectionText.prose(diff.changes()));
                return ExitStatus.OK;
            }
        }
    }

    @Command(name = "export", description = "Prints every row that a run changed, before and after, as JSON.")
    static final class Export implements Callable<Integer> {
        private final Surroundings around;

        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "RUN")
        private String run;

        Export(Surroundings around) {
            this.around = around;
        }

        @Override
        public Integer call() {
            try (Keepsake keepsake = Session.open(spec, around)) {
                around.out().println(keepsake.memory().reflection().export(number(run)));
                return ExitStatus.OK;
            }
        }
    }

    @Command(
            name = "undo",
            description = "Brings back what was before a run. What you changed since stays, and what is undone is not"
                    + " done again.")
    static final class Undo implements Callable<Integer> {
        private final Surroundings around;

        @Spec
        private CommandSpec spec;

        @Option(names = "--with-later", description = "also undoes later runs that build on it")
        private boolean withLater;

        @Option(names = "--json", description = "one JSON object")
        private boolean json;

        @Parameters(paramLabel = "RUN")
        private String run;

        Undo(Surroundings around) {
            this.around = around;
        }

        @Override
        public Integer call() {
            try (Keepsake keepsake = Session.open(spec, around)) {
                Undone undone = keepsake.memory().reflection().undo(number(run), withLater ? Later.UNDO : Later.REFUSE);
                if (json) {
                    around.out()
                            .println(Json.text(new Json.Fields()
                                    .with(
                                            "runs",
                                            undone.runs().stream()
                                                    .map(Run::number)
                                                    .toList())
                                    .with("restored", undone.restored())
                                    .with("kept", undone.kept())
                                    .values()));
                } else {
                    around.out().println(sentence(undone));
                }
                return ExitStatus.OK;
            }
        }

        private static String sentence(Undone undone) {
            String runs = undone.runs().stream()
                    .map(run -> String.valueOf(run.number()))
                    .collect(Collectors.joining(", "));
            String kept = undone.kept().isEmpty()
                    ? ""
                    : " You changed " + String.join(", ", undone.kept()) + " since; that stays as you made it.";
            return "Undone: run " + runs + ", " + undone.restored() + " things are as they were." + kept;
        }
    }
}
