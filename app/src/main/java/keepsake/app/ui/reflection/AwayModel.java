package keepsake.app.ui.reflection;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import keepsake.app.home.Settings;
import keepsake.app.home.Settings.Reflecting;
import keepsake.app.ui.background.Background;
import keepsake.app.ui.state.Value;
import keepsake.app.ui.wording.Wording;
import keepsake.memory.Reflection;
import keepsake.memory.Reflection.Change.Kind;
import keepsake.memory.Reflection.Diff;
import keepsake.memory.Reflection.Progress;
import keepsake.memory.Reflection.Request;

/// Lets Keepsake think about what was said while nobody is there: when the user has done nothing and no answer was
/// written for two minutes, what is due is done, until it is done or the user is back. A run that the user asks for
/// goes
/// on beside them until it is paused.
///
/// Threads: one (see [Value]), which is never waited on; runs go on elsewhere, one at a time.
public final class AwayModel {
    static final Duration AWAY = Duration.ofMinutes(2);

    private final Reflection reflection;
    private final Background background;
    private final Executor thread;
    private final Wording wording;
    private final Surroundings around;
    private final Runnable changed;
    private final Value<View> view;

    private Instant acted;
    private Optional<Run> running = Optional.empty();
    private boolean nothingDue;
    private boolean paused;
    private int learned;
    private int ordered;

    /// What it depends on.
    ///
    /// @param request   what a run is to do, and with which model; asked when a run begins
    /// @param onBattery asked in the background
    public record Surroundings(
            Settings settings, InstantSource clock, BooleanSupplier onBattery, Supplier<Request> request) {}

    /// @param thread  the thread this lives on
    /// @param changed a run changed something
    public AwayModel(
            Reflection reflection,
            Background background,
            Executor thread,
            Wording wording,
            Surroundings around,
            Runnable changed) {
        this.reflection = reflection;
        this.background = background;
        this.thread = thread;
        this.wording = wording;
        this.around = around;
        this.changed = changed;
        this.acted = around.clock().instant();
        this.view = new Value<>(new View(Phase.WAITING, "", 0, Optional.empty(), Optional.empty()));
        show(Optional.empty());
    }

    /// @param says    what it does, in a sentence
    /// @param share   how far the job is that is done now, 0 to 1; negative when that is not known
    /// @param note    what was learned while the user was away
    /// @param problem why the last run failed
    public record View(Phase phase, String says, double share, Optional<String> note, Optional<String> problem) {}

    public enum Phase {
        /// Until the user is away, or for ever when that is switched off.
        WAITING,
        WORKING,
        /// The run is about to end.
        YIELDING,
        PAUSED
    }

    /// A run under way.
    private final class Run {
        private final Cause cause;
        private final AtomicBoolean stop = new AtomicBoolean();
        private final AtomicReference<Optional<Progress>> latest = new AtomicReference<>(Optional.empty());

        private Run(Cause cause) {
            this.cause = cause;
        }

        /// On the working thread; whatever happens until the view's thread looks is told in one piece.
        private void heard(Progress now) {
            if (latest.getAndSet(Optional.of(now)).isEmpty()) thread.execute(this::tell);
        }

        private void tell() {
            Optional<Progress> now = latest.getAndSet(Optional.empty());
            if (running.equals(Optional.of(this))) show(now);
        }
    }

    private enum Cause {
        AWAY,
        ASKED
    }

    public Value<View> view() {
        return view;
    }

    /// The user typed, pressed or scrolled, or an answer is being written.
    public void acted() {
        acted = around.clock().instant();
        nothingDue = false;
        running.filter(run -> run.cause == Cause.AWAY).ifPresent(this::stepBack);
    }

    private void stepBack(Run run) {
        if (!run.stop.getAndSet(true)) show(Optional.empty());
    }

    /// Looks whether it is time. To be called every few seconds.
    public void look() {
        boolean away = Duration.between(acted, around.clock().instant()).compareTo(AWAY) >= 0;
        if (!away || paused || nothingDue || running.isPresent()) return;
        if (around.settings().reflecting() == Reflecting.NEVER) return;
        begin(new Run(Cause.AWAY));
    }

    /// Does what is due at once.
    public void runNow() {
        if (running.isPresent()) return;
        paused = false;
        begin(new Run(Cause.ASKED));
    }

    /// Ends what is under way and begins nothing by itself until [#goOn]; the next run goes on where this one was.
    public void pause() {
        paused = true;
        running.ifPresent(run -> run.stop.set(true));
        show(Optional.empty());
    }

    public void goOn() {
        paused = false;
        nothingDue = false;
        show(Optional.empty());
    }

    public void dismissNote() {
        learned = 0;
        ordered = 0;
        show(Optional.empty());
    }

    /// When to think by itself. Writes the settings, elsewhere.
    void choose(Reflecting when) {
        var _ = background.run(
                () -> {
                    around.settings().choose(when);
                    return when;
                },
                _ -> show(Optional.empty()),
                this::failed);
        if (when == Reflecting.NEVER) {
            running.filter(run -> run.cause == Cause.AWAY).ifPresent(this::stepBack);
        }
    }

    Reflecting chosen() {
        return around.settings().reflecting();
    }

    private void begin(Run run) {
        running = Optional.of(run);
        show(Optional.empty());
        var _ = background.run(() -> work(run), diff -> ended(run, diff), this::failed);
    }

    /// @return empty when there was nothing to do, or this is not the time
    private Optional<Diff> work(Run run) {
        if (run.cause == Cause.AWAY) {
            boolean saves = around.settings().reflecting() != Reflecting.ON_BATTERY_TOO;
            if (saves && around.onBattery().getAsBoolean()) return Optional.empty();
            if (reflection.jobs().stream().allMatch(job -> job.waiting() == 0)) return Optional.empty();
        }
        return Optional.of(reflection.run(around.request().get(), run::heard, run.stop::get));
    }

    private void ended(Run run, Optional<Diff> outcome) {
        running = Optional.empty();
        // What is due is asked again after the user did something; until then the machine may rest.
        nothingDue = !run.stop.get();
        outcome.ifPresent(diff -> {
            if (run.cause == Cause.AWAY) count(diff);
            if (!diff.changes().isEmpty()) changed.run();
        });
        show(Optional.empty());
    }

    private void count(Diff diff) {
        List<Reflection.Change> things = Changed.things(diff.changes());
        int added = (int) things.stream()
                .filter(change -> change.kind() == Kind.ADDED && Changed.isFact(change))
                .count();
        learned += added;
        ordered += things.size() - added;
    }

    private void failed(Exception failure) {
        running = Optional.empty();
        nothingDue = true;
        show(Optional.empty(), Optional.of(wording.sentence(failure)));
    }

    private void show(Optional<Progress> progress) {
        show(progress, Optional.empty());
    }

    private void show(Optional<Progress> progress, Optional<String> problem) {
        view.set(new View(phase(), says(progress), share(progress), note(), problem));
    }

    private Phase phase() {
        if (running.isPresent()) return running.get().stop.get() ? Phase.YIELDING : Phase.WORKING;
        return paused ? Phase.PAUSED : Phase.WAITING;
    }

    private String says(Optional<Progress> progress) {
        return switch (phase()) {
            case WORKING ->
                progress.map(now -> wording.say("working." + now.job().id())).orElseGet(() -> wording.say("working"));
            case YIELDING -> wording.say("yielding");
            case PAUSED -> wording.say("paused");
            case WAITING ->
                wording.say(
                        switch (around.settings().reflecting()) {
                            case NEVER -> "waiting.never";
                            case ON_MAINS -> "waiting.mains";
                            case ON_BATTERY_TOO -> "waiting";
                        });
        };
    }

    private double share(Optional<Progress> progress) {
        return progress.filter(now -> now.total() > 0)
                .map(now -> Math.clamp(now.done() / (double) now.total(), 0, 1))
                .orElse(-1.0);
    }

    private Optional<String> note() {
        if (learned > 0) return Optional.of(wording.count("away.learned", learned));
        return ordered > 0 ? Optional.of(wording.count("away.ordered", ordered)) : Optional.empty();
    }
}
