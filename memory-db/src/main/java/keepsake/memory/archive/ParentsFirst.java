package keepsake.memory.archive;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keepsake.memory.ArchivedMessage;

/// Puts messages into an order in which each comes after the one it follows, and otherwise as given. Without recursion:
/// a tree may be a hundred thousand deep.
final class ParentsFirst {
    private ParentsFirst() {}

    /// Every key once (the first message that has it), parents before children. A circle is cut where it is met first:
    /// that message is placed although its parent is not.
    static List<ArchivedMessage> of(List<ArchivedMessage> messages) {
        Map<String, ArchivedMessage> byKey = new LinkedHashMap<>();
        for (ArchivedMessage message : messages) byKey.putIfAbsent(message.key(), message);
        Map<String, List<ArchivedMessage>> waiting = new HashMap<>();
        List<ArchivedMessage> placed = new ArrayList<>(byKey.size());
        Map<String, ArchivedMessage> missing = new LinkedHashMap<>(byKey);
        for (ArchivedMessage message : byKey.values()) {
            boolean ready = message.parentKey()
                    .filter(parent -> missing.containsKey(parent))
                    .isEmpty();
            if (ready) place(message, waiting, missing, placed);
            else
                waiting.computeIfAbsent(message.parentKey().orElseThrow(), key -> new ArrayList<>())
                        .add(message);
        }
        while (!missing.isEmpty()) place(missing.values().iterator().next(), waiting, missing, placed);
        return placed;
    }

    private static void place(
            ArchivedMessage first,
            Map<String, List<ArchivedMessage>> waiting,
            Map<String, ArchivedMessage> missing,
            List<ArchivedMessage> placed) {
        Deque<ArchivedMessage> next = new ArrayDeque<>(List.of(first));
        while (!next.isEmpty()) {
            ArchivedMessage message = next.pop();
            if (missing.remove(message.key()) == null) continue;
            placed.add(message);
            List<ArchivedMessage> children = waiting.remove(message.key());
            if (children != null) children.reversed().forEach(next::push);
        }
    }
}
