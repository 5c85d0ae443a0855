package keepsake.memory.reflect;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import keepsake.memory.Reflection.Diff;
import keepsake.memory.Reflection.Progress;
import keepsake.memory.Reflection.Request;
import keepsake.memory.Reflection.Run;
import keepsake.memory.reflect.job.Situation;
import keepsake.memory.reflect.job.Work;
import keepsake.memory.sql.Database;
import keepsake.memory.sql.Sql;

/// One run: job after job, step after step, until nothing is due or somebody says stop. Its row is made with its first
/// change.
final class Running {
    private static final int COUNTING = 10;

    private final Database database;
    private final List<Work> works;
    private final Request request;
    private final Situation at;
    private long run;
    private long nextCount = System.nanoTime();

    Running(Database database, List<Work> works, Request request, Situation at) {
        this.database = database;
        this.works = works;
        this.request = request;
        this.at = at;
    }

    Diff run(Consumer<Progress> progress) {
        boolean whole = true;
        try {
            for (Work work : works) {
                if (request.jobs().contains(work.job())) whole = whole && goThrough(work, progress);
            }
        } finally {
            Run.State state = whole ? Run.State.DONE : Run.State.STOPPED;
            if (run > 0) database.write(sql -> RunRows.end(sql, run, state, at.now()));
        }
        boolean complete = whole;
        return run == 0
                ? new Diff(Optional.empty(), List.of(), complete)
                : database.read(sql -> Diffs.of(sql, run, complete));
    }

    /// @return whether it came to its end
    private boolean goThrough(Work work, Consumer<Progress> progress) {
        long total = database.read(sql -> work.waiting(sql, at));
        while (!at.stop().getAsBoolean()) {
            Work.Step step = prepare(work);
            if (at.stop().getAsBoolean()) return false;
            boolean more = database.write(sql -> write(sql, work, step));
            if (!more || System.nanoTime() > nextCount) tell(work, total, progress);
            if (!more) return true;
        }
        return false;
    }

    /// Counting what is left of a million messages takes longer than a step: it takes a tenth of the time at most.
    private void tell(Work work, long total, Consumer<Progress> progress) {
        long start = System.nanoTime();
        long left = database.read(sql -> work.waiting(sql, at));
        progress.accept(new Progress(work.job(), Math.max(0, total - left), Math.max(total, left)));
        nextCount = System.nanoTime() + COUNTING * (System.nanoTime() - start);
    }

    private Work.Step prepare(Work work) {
        try {
            return work.prepare(database::read, at);
        } catch (SQLException e) {
            throw new IllegalStateException("reading goes through the database, which tells its failures itself", e);
        }
    }

    private boolean write(Sql sql, Work work, Work.Step step) throws SQLException {
        at.begin();
        Recorder recorder = Recorder.begin(sql, work.tables());
        boolean more = step.write(sql);
        if (!recorder.isEmpty()) {
            if (run == 0) {
                run = RunRows.begin(sql, request.jobs(), at.thoughts().map(Thoughts::model), at.now());
            }
            recorder.keep(run, work.job().id());
            for (String decision : at.decided()) {
                sql.update("INSERT OR IGNORE INTO job_decision (run_id, key) VALUES (?, ?)", run, decision);
            }
        }
        recorder.end();
        if (!more) {
            sql.update(
                    "UPDATE job SET finished_at = ? WHERE name = ?",
                    at.now(),
                    work.job().id());
        }
        return more;
    }

    /// What a run would do by rules, as far as `patience` goes; everything is taken back before the caller's
    /// transaction ends.
    static Diff preview(Sql sql, List<Work> works, Request request, Situation at, java.time.Duration patience)
            throws SQLException {
        long end = System.nanoTime() + patience.toNanos();
        boolean complete = true;
        sql.script("SAVEPOINT preview");
        try {
            long run = RunRows.begin(sql, request.jobs(), Optional.empty(), at.now());
            for (Work work : works) {
                boolean more = request.jobs().contains(work.job());
                while (more && System.nanoTime() < end && !at.stop().getAsBoolean()) {
                    at.begin();
                    Recorder recorder = Recorder.begin(sql, work.tables());
                    more = work.prepare(
                                    new Work.Reading() {
                                        @Override
                                        public <T> T read(Database.Work<T> part) throws SQLException {
                                            return part.run(sql);
                                        }
                                    },
                                    at)
                            .write(sql);
                    recorder.keep(run, work.job().id());
                    recorder.end();
                }
                complete = complete && !more;
            }
            Diff diff = Diffs.of(sql, run, complete);
            return new Diff(Optional.empty(), diff.changes(), complete);
        } finally {
            sql.script("ROLLBACK TO preview");
            sql.script("RELEASE preview");
        }
    }
}
