package keepsake.memory.recall;

import java.util.List;
import keepsake.memory.MemoryId;
import keepsake.memory.Recall.Origin;

/// A memory that shares words with the question.
///
/// @param shared     the weight of the words shared
/// @param score      `shared`, with its length and kind taken into account
/// @param isPinned   goes first
/// @param words      the question's words that it shares
/// @param allSources numbers of the messages it comes from, if it is a fact
record Hit(
        MemoryId id,
        String text,
        double shared,
        double score,
        boolean isPinned,
        List<String> words,
        Origin origin,
        List<Long> allSources) {}
