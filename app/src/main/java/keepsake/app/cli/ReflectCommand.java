package keepsake.app.cli;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import keepsake.app.home.Keepsake;
import keepsake.memory.Reflection;
import keepsake.memory.Reflection.Diff;
import keepsake.memory.Reflection.Job;
import keepsake.memory.Reflection.Request;
import keepsake.memory.Reflection.Run;
import keepsake.memory.Thinker;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.StopSignal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "reflect",
        description = "Thinks about what was said since: episodes, summaries, candidates, what belongs together, what"
                + " fades, \"About you\". Prints what changed; 'keepsake jobs undo RUN' takes it back. Interrupted, the"
                + " next call goes on.")
final class ReflectCommand implements Callable<Integer> {
    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--job",
            paramLabel = "NAME",
            split = ",",
            description = "only these: segment, summarise, extract, consolidate, link, fade, profile (default: all)")
    private List<String> names = List.of();

    @Option(
            names = "--model",
            paramLabel = "FILE|none",
            description = "a GGUF file or an id of 'model list' to think with; none: by rules alone (default)")
    private String model = Thinkers.NONE;

    @Option(names = "--dry-run", description = "tells what would change, by rules, and changes nothing")
    private boolean dryRun;

    @Option(names = "--json", description = "one JSON object")
    private boolean json;

    ReflectCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws EngineException {
        Set<Job> jobs = jobs();
        try (Keepsake keepsake = Session.open(spec, around)) {
            StopSignal stop = new StopSignal();
            // A preview works by rules: there is nothing to load for it.
            Optional<Thinker> thinker = Thinkers.of(dryRun ? Thinkers.NONE : model, keepsake, around, stop);
            Diff diff = diff(keepsake.memory().reflection(), new Request(jobs, thinker), stop);
            say(diff);
            if (stop.isRaised()) {
                throw CommandProblem.stopped("Stopped. What is done stays done; the next call goes on from there.");
            }
            return ExitStatus.OK;
        }
    }

    private Diff diff(Reflection reflection, Request request, StopSignal stop) {
        Progress progress = new Progress(around);
        try (Interrupts _ = Interrupts.raising(stop)) {
            if (dryRun) return reflection.preview(request.jobs(), stop::isRaised);
            return reflection.run(
                    request,
                    at -> progress.show(String.format(
                            Locale.ENGLISH, "%s: %,d of %,d", at.job().id(), at.done(), at.total())),
                    stop::isRaised);
        } finally {
            progress.clear();
        }
    }

    private Set<Job> jobs() {
        Set<Job> jobs = names.isEmpty() ? EnumSet.allOf(Job.class) : EnumSet.noneOf(Job.class);
        for (String name : names) {
            jobs.add(Arrays.stream(Job.values())
                    .filter(job -> job.id().equals(name.strip().toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> CommandProblem.badInput("There is no job '" + Prose.line(name, 60)
                            + "'; the jobs are "
                            + Arrays.stream(Job.values()).map(Job::id).collect(Collectors.joining(", "))
                            + ". Nothing was changed.")));
        }
        return jobs;
    }

    private void say(Diff diff) {
        String state =
                dryRun ? "preview" : diff.run().map(run -> run.state().id()).orElse("nothing_to_change");
        if (json) {
            around.out().println(Json.text(ReflectionText.diff(diff, state).values()));
            return;
        }
        around.out().print(ReflectionText.prose(diff.changes()));
        if (diff.changes().isEmpty()) around.out().println("Nothing to change.");
        if (dryRun) {
            around.out()
                    .println(
                            diff.complete()
                                    ? "Nothing was changed; this is what 'keepsake reflect' would do."
                                    : "Nothing was changed; this is how 'keepsake reflect' would begin.");
        }
        diff.run().map(Run::number).ifPresent(run -> around.out()
                .println("'keepsake jobs undo " + run + "' takes this back."));
    }
}
