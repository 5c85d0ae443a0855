package keepsake.memory.recall;

import java.util.List;
import keepsake.memory.MemoryId;
import keepsake.memory.Recall.Origin;

/// A memory that may answer the question.
///
/// @param shared   the weight of the question's words that it holds itself
/// @param meaning  cosine of its vector with the question's, or [Evidence#NO_VECTOR]
/// @param isPinned goes first
/// @param words    the question's words that it holds, as typed
/// @param from     who said it where, as a sentence begins: "you said"
record Hit(
        MemoryId id,
        String text,
        double shared,
        double meaning,
        double score,
        boolean isPinned,
        List<String> words,
        Origin origin,
        String from) {}
