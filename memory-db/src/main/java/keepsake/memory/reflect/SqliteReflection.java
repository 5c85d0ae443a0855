package keepsake.memory.reflect;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import keepsake.memory.Fact;
import keepsake.memory.MemoryException;
import keepsake.memory.MemoryException.Reason;
import keepsake.memory.MemoryId;
import keepsake.memory.Reflection;
import keepsake.memory.conversation.Writers;
import keepsake.memory.reflect.job.AllJobs;
import keepsake.memory.reflect.job.Fading;
import keepsake.memory.reflect.job.Situation;
import keepsake.memory.reflect.job.Work;
import keepsake.memory.sql.Database;
import keepsake.memory.sql.Sql;

/// Reflection in SQLite. Threads: any.
public final class SqliteReflection implements Reflection {
    private static final Duration PREVIEW = Duration.ofSeconds(2);

    private final Database database;
    private final InstantSource clock;
    private final Optional<Thoughts.With> thoughts;
    private final List<Work> works;

    /// @param thoughts how a model is asked; without it models are not used
    /// @param linking  the part that knows links
    public SqliteReflection(
            Database database, InstantSource clock, Optional<Thoughts.With> thoughts, Optional<Linking> linking) {
        this.database = database;
        this.clock = clock;
        this.thoughts = thoughts;
        this.works = AllJobs.of(database, linking);
    }

    @Override
    public Diff run(Request request, Consumer<Progress> progress, BooleanSupplier stop) {
        String holder = Writers.open();
        Situation at = situation(request.thinker().flatMap(model -> thoughts.map(with -> with.of(model))), stop);
        try {
            database.write(sql -> RunRows.acquire(sql, holder, at.now()));
            try {
                return new Running(database, works, request, at).run(progress);
            } finally {
                database.write(sql -> RunRows.release(sql, holder));
            }
        } finally {
            Writers.close(holder);
        }
    }

    private Situation situation(Optional<Thoughts> model, BooleanSupplier stop) {
        // As the file keeps it, so that what is compared later is equal.
        Instant now = Instant.ofEpochMilli(clock.instant().toEpochMilli());
        return new Situation(now, ZoneId.systemDefault(), model, stop);
    }

    @Override
    public Diff preview(Set<Job> jobs, BooleanSupplier stop) {
        Situation at = situation(Optional.empty(), stop);
        return database.write(sql -> Running.preview(sql, works, new Request(jobs, Optional.empty()), at, PREVIEW));
    }

    @Override
    public List<JobState> jobs() {
        Situation at = situation(Optional.empty(), () -> false);
        return database.read(sql -> {
            List<JobState> states = new ArrayList<>();
            for (Work work : works) {
                Optional<Instant> finished = sql.first(
                                "SELECT coalesce(finished_at, 0) FROM job WHERE name = ?",
                                row -> row.getLong(1),
                                work.job().id())
                        .filter(time -> time > 0)
                        .map(Instant::ofEpochMilli);
                states.add(new JobState(work.job(), work.waiting(sql, at), finished));
            }
            return states;
        });
    }

    @Override
    public List<Run> runs(int most) {
        return database.read(sql -> RunRows.newest(sql, most));
    }

    @Override
    public Optional<Diff> diff(long run) {
        return database.read(
                sql -> RunRows.find(sql, run).isEmpty() ? Optional.empty() : Optional.of(Diffs.of(sql, run, true)));
    }

    @Override
    public String export(long run) {
        return database.read(sql -> {
            RunRows.require(sql, run);
            return Diffs.export(sql, run);
        });
    }

    @Override
    public List<Run> dependants(long run) {
        return database.read(sql -> {
            RunRows.require(sql, run);
            List<Run> later = new ArrayList<>();
            for (long number : Undoing.dependants(sql, run)) later.add(RunRows.require(sql, number));
            return later;
        });
    }

    @Override
    public Undone undo(long run, Later later) {
        String holder = Writers.open();
        Instant now = clock.instant();
        try {
            return database.write(sql -> {
                RunRows.acquire(sql, holder, now);
                Undone undone = undo(sql, run, later, now);
                RunRows.release(sql, holder);
                return undone;
            });
        } finally {
            Writers.close(holder);
        }
    }

    private static Undone undo(Sql sql, long run, Later later, Instant now) throws java.sql.SQLException {
        Run asked = RunRows.require(sql, run);
        if (asked.state() == Run.State.UNDONE) {
            throw new MemoryException(Reason.BAD_INPUT, "Run " + run + " is undone already. Nothing was changed.");
        }
        List<Long> going = new ArrayList<>(Undoing.dependants(sql, run));
        if (!going.isEmpty() && later == Later.REFUSE) {
            throw new MemoryException(
                    Reason.BAD_INPUT,
                    "Later runs build on what run " + run + " did: "
                            + going.stream().map(String::valueOf).collect(Collectors.joining(", "))
                            + ". Nothing was changed; undo them too, or first.");
        }
        going.add(run);
        Set<String> kept = new LinkedHashSet<>();
        Set<String> restored = new LinkedHashSet<>();
        List<Run> runs = new ArrayList<>();
        for (long number : going) {
            Undoing.Result result = Undoing.undo(sql, number, now);
            kept.addAll(result.kept());
            restored.addAll(result.restored());
            runs.add(RunRows.require(sql, number));
        }
        restored.removeAll(kept);
        return new Undone(runs, restored.size(), List.copyOf(kept));
    }

    @Override
    public List<Episode> episodes(int most) {
        return database.read(sql -> Written.newest(sql, most));
    }

    @Override
    public Optional<Episode> episodeOf(MemoryId message) {
        if (message.kind() != MemoryId.Kind.MESSAGE) return Optional.empty();
        return database.read(sql -> Written.of(sql, message.number()));
    }

    @Override
    public Optional<Summary> summary(long conversation) {
        return database.read(sql -> Written.summary(sql, conversation));
    }

    @Override
    public Profile profile() {
        return database.read(Written::profile);
    }

    @Override
    public List<Double> retention(MemoryId fact, Collection<Instant> times) {
        Optional<Fading> fading = fact.kind() == MemoryId.Kind.FACT
                ? database.read(sql -> Fading.of(sql, fact.number()))
                : Optional.empty();
        if (fading.isEmpty()) throw new MemoryException(Reason.BAD_INPUT, "There is no fact " + fact + ".");
        return times.stream().map(fading.get()::left).toList();
    }

    @Override
    public List<Fact> knownAt(Instant time) {
        return database.read(sql -> Timeline.knownAt(sql, time));
    }

    /// How many episodes there are, for [keepsake.memory.Memory.Counts].
    public static long count(Sql sql) throws java.sql.SQLException {
        return sql.number("SELECT count(*) FROM episode e JOIN conversation c ON c.id = e.conversation_id"
                + " WHERE c.deleted_at IS NULL");
    }
}
