package keepsake.memory;

import java.time.Instant;
import java.util.List;

/// Which memories were of use. Written where Keepsake answers, never by a search. Keeps no words: of question and
/// answer only their ids. At most [#MOST_ROWS] rows of at most [#MOST_DAYS] days; goes with its question, its answer or
/// the memory.
public interface RecallLog {
    int MOST_ROWS = 20_000;
    int MOST_DAYS = 365;

    /// Notes what recall found for an answer. Facts that were given are strengthened: see [Fact] and
    /// docs/decisions/0177.
    ///
    /// @param answer a finished answer; noted once, later calls change nothing
    /// @param found  best first
    /// @param given  those of `found` that the model got
    void note(MemoryId answer, List<MemoryId> found, List<MemoryId> given);

    /// What was noted for an answer, best first.
    List<Use> of(MemoryId answer);

    /// The uses of a memory, newest first.
    List<Use> uses(MemoryId memory);

    /// @param rank    from 1
    /// @param isCited the answer says, in its words, what the memory says and the question does not
    record Use(
            MemoryId memory,
            MemoryId question,
            MemoryId answer,
            int rank,
            Instant recalledAt,
            boolean isGiven,
            boolean isCited) {}
}
