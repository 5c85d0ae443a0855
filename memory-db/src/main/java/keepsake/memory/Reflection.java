package keepsake.memory;

import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Thinking about what was said, in idle times: closes episodes and sums them up, finds facts, puts them in order, lets
/// unused ones fade, rewrites "About you". Every job works by rules alone; with a [Thinker] some do better.
///
/// A run is a row of small steps. Each is one transaction, kept together with how far the job has come, so that a kill
/// at any point and another run give what an undisturbed run gives. Every change is noted and can be undone.
///
/// Threads: any; one run at a time in all processes.
public interface Reflection {

    /// What is done, in this order.
    enum Job {
        /// Closes episodes at a pause or another topic.
        SEGMENT,
        /// Title and summary of closed episodes; a rolling summary of long conversations.
        SUMMARISE,
        /// Candidates from what the user said since.
        EXTRACT,
        /// New against old: the same said twice becomes one with both sources, a newer value replaces an older one.
        CONSOLIDATE,
        /// Ties facts to people, places and each other.
        LINK,
        /// What is never recalled leaves recall.
        FADE,
        /// Rewrites "About you".
        PROFILE;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// @param jobs    which of them
    /// @param thinker the model to think with; empty for rules alone
    record Request(Set<Job> jobs, Optional<Thinker> thinker) {
        public Request {
            jobs = Set.copyOf(jobs);
        }

        /// Everything, by rules alone.
        public static Request byRules() {
            return new Request(EnumSet.allOf(Job.class), Optional.empty());
        }

        public static Request byRules(Job first, Job... more) {
            return new Request(EnumSet.of(first, more), Optional.empty());
        }
    }

    /// Does what is due.
    ///
    /// @param progress told now and then, and at the end of every job, on this thread
    /// @param stop     looked at in every step; a run that is stopped keeps what it did, and the next goes on there
    /// @return what it changed
    /// @throws MemoryException BAD_INPUT when another process or thread is reflecting; then nothing was changed
    Diff run(Request request, Consumer<Progress> progress, BooleanSupplier stop);

    default Diff run(Request request) {
        return run(request, at -> {}, () -> false);
    }

    /// What [#run] would change now. Nothing is changed; but nobody else can write meanwhile, so it looks at the first
    /// two seconds' worth of work only ([Diff#complete]). Works by rules alone.
    Diff preview(Set<Job> jobs, BooleanSupplier stop);

    /// Every job, in order.
    List<JobState> jobs();

    /// The newest runs that changed something, newest first.
    List<Run> runs(int most);

    Optional<Diff> diff(long run);

    /// The rows that a run changed, with everything they held before and after, as a JSON object.
    ///
    /// @throws MemoryException BAD_INPUT when there is no such run
    String export(long run);

    /// Later runs that changed the same things, newest first: they must be undone before this one.
    List<Run> dependants(long run);

    /// Brings back what was before the run. What the user changed since stays as the user made it. What is undone is
    /// not done again by later runs.
    ///
    /// @throws MemoryException BAD_INPUT when there is no such run, when it was undone, or when later runs build on
    /// it
    ///     and are not to be undone; then nothing was changed
    Undone undo(long run, Later later);

    /// What to do with later runs that build on one that is undone.
    enum Later {
        /// Undo nothing then.
        REFUSE,
        /// Undo them first.
        UNDO
    }

    /// Newest first.
    ///
    /// @param most how many at most
    List<Episode> episodes(int most);

    /// The episode a message belongs to.
    Optional<Episode> episodeOf(MemoryId message);

    /// What fell out of sight of a long conversation; empty for a short one.
    Optional<Summary> summary(long conversation);

    /// "About you" as it was written last, without sentences whose facts no longer count.
    Profile profile();

    /// How much of a fact is left at these times, 0..1, if it is not recalled before: exp(-t / S).
    ///
    /// @throws MemoryException BAD_INPUT when there is no such fact
    List<Double> retention(MemoryId fact, Collection<Instant> times);

    /// What Keepsake knew at a time: facts that counted then, whatever became of them. What was erased since is gone.
    List<Fact> knownAt(Instant time);

    /// @param job  which one
    /// @param done what it has gone through: messages, episodes or facts
    /// @param total all there are now
    record Progress(Job job, long done, long total) {}

    /// @param waiting  how much it has not gone through yet
    /// @param finished when it last ended without being stopped
    record JobState(Job job, long waiting, Optional<Instant> finished) {}

    /// @param number  1, 2, …
    /// @param jobs    those that were asked for
    /// @param ended   empty while it goes on
    /// @param madeBy  the model's name; empty for rules alone
    /// @param changes how many things it changed that can still be shown; fewer after erasing
    record Run(
            long number,
            Set<Job> jobs,
            Instant started,
            Optional<Instant> ended,
            State state,
            Optional<String> madeBy,
            long changes) {
        public Run {
            jobs = Set.copyOf(jobs);
        }

        public enum State {
            RUNNING,
            DONE,
            STOPPED,
            UNDONE;

            public String id() {
                return name().toLowerCase(Locale.ROOT);
            }
        }
    }

    /// What a run changed, or would change; of a very large one the beginning.
    ///
    /// @param run      empty for a preview, and when there was nothing to change
    /// @param complete whether everything that was due is in it
    record Diff(Optional<Run> run, List<Change> changes, boolean complete) {
        public Diff {
            changes = List.copyOf(changes);
        }
    }

    /// One thing that changed.
    ///
    /// @param thing   `f3` a fact, `e2` an episode, `c5` the summary of conversation 5, `p4` version 4 of "About
    /// you"
    /// @param before  what it said; empty when it is new
    /// @param after   what it says; empty when it is gone
    /// @param sources the messages it comes from, at most 20
    record Change(
            Job job, Kind kind, String thing, Optional<String> before, Optional<String> after, List<MemoryId> sources) {
        public Change {
            sources = List.copyOf(sources);
        }

        public enum Kind {
            ADDED,
            CHANGED,
            SUPERSEDED,
            ARCHIVED,
            REMOVED;

            public String id() {
                return name().toLowerCase(Locale.ROOT);
            }
        }
    }

    /// @param runs     that were undone, newest first
    /// @param restored how many things are as they were before
    /// @param kept     things the user changed since, which stay as they are
    record Undone(List<Run> runs, int restored, List<String> kept) {
        public Undone {
            runs = List.copyOf(runs);
            kept = List.copyOf(kept);
        }
    }

    /// Messages that belong together: one sitting, one topic.
    ///
    /// @param number   1, 2, …
    /// @param title    empty until it was summed up
    /// @param summary  sentences that were said, each with its message; empty until it was summed up
    /// @param madeBy   the model that wrote title and summary; empty for rules
    /// @param closed   whether nothing more can be added
    record Episode(
            long number,
            long conversationId,
            String title,
            List<Sentence> summary,
            Optional<String> madeBy,
            MemoryId first,
            MemoryId last,
            long messages,
            Instant began,
            Instant ended,
            boolean closed) {
        public Episode {
            summary = List.copyOf(summary);
        }
    }

    /// A sentence and where it comes from.
    ///
    /// @param sources messages or facts
    record Sentence(String text, List<MemoryId> sources) {
        public Sentence {
            sources = List.copyOf(sources);
        }
    }

    /// The rolling summary of a conversation.
    ///
    /// @param text     one paragraph, oldest first
    /// @param upTo     the last message it covers
    /// @param episodes how many it covers
    record Summary(long conversationId, List<Sentence> text, MemoryId upTo, long episodes) {
        public Summary {
            text = List.copyOf(text);
        }
    }

    /// "About you".
    ///
    /// @param version 0 when it was never written
    /// @param written when
    record Profile(long version, Optional<Instant> written, List<Sentence> sentences) {
        public Profile {
            sentences = List.copyOf(sentences);
        }
    }
}
