package keepsake.memory.archive.format;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import keepsake.memory.ArchivedMessage;
import keepsake.memory.Message;

/// The nodes of somebody else's conversation, many of which are no messages, as a tree of the messages alone, with the
/// branch that was shown last at the end. Without recursion: chains may be a hundred thousand long, and may be circles.
final class MessageTree {
    private final Map<String, Node> nodes = new LinkedHashMap<>();

    /// @param parent as the file says, which may be nowhere
    /// @param said   empty when it is no message of ours
    private record Node(String key, Optional<String> parent, Optional<Said> said) {}

    /// @param at empty when the file does not say
    record Said(Message.Role role, String text, Optional<Instant> at, Message.State state, Optional<String> madeBy) {}

    /// The first node of a key counts.
    void add(String key, Optional<String> parent, Optional<Said> said) {
        nodes.putIfAbsent(key, new Node(key, parent, said));
    }

    boolean isEmpty() {
        return nodes.values().stream().allMatch(node -> node.said().isEmpty());
    }

    Optional<Instant> firstSaid() {
        return nodes.values().stream()
                .flatMap(node -> node.said().stream())
                .flatMap(said -> said.at().stream())
                .min(Instant::compareTo);
    }

    /// @param leaf    the end of the branch that was shown last; empty takes the last message
    /// @param unknown the time of messages before the first that has one
    List<ArchivedMessage> messages(Optional<String> leaf, Instant unknown) {
        Set<String> shown = upFrom(leaf.filter(nodes::containsKey).or(this::lastMessage));
        Map<String, Optional<String>> ancestors = new HashMap<>();
        List<ArchivedMessage> messages = new ArrayList<>();
        Instant before = unknown;
        for (Node node : order(shown)) {
            if (node.said().isEmpty()) continue;
            Said said = node.said().get();
            Instant at = said.at().orElse(before);
            before = at;
            messages.add(new ArchivedMessage(
                    node.key(),
                    messageAbove(node, ancestors),
                    said.role(),
                    Optional.empty(),
                    said.text(),
                    at,
                    ArchivedMessage.Trust.IMPORTED,
                    said.state(),
                    said.madeBy(),
                    Optional.empty()));
        }
        return messages;
    }

    private Optional<String> lastMessage() {
        String last = null;
        for (Node node : nodes.values()) if (node.said().isPresent()) last = node.key();
        return Optional.ofNullable(last);
    }

    private Set<String> upFrom(Optional<String> leaf) {
        Set<String> path = new HashSet<>();
        for (Optional<String> at = leaf; at.isPresent() && path.add(at.get()); at = parent(at.get())) {
            // Up to the first, or until a circle closes.
        }
        return path;
    }

    private Optional<String> parent(String key) {
        Node node = nodes.get(key);
        return node == null ? Optional.empty() : node.parent().filter(nodes::containsKey);
    }

    /// Depth first, what was shown last at the end; what hangs in circles first.
    private List<Node> order(Set<String> shown) {
        Map<String, List<Node>> children = new HashMap<>();
        List<Node> first = new ArrayList<>();
        for (Node node : nodes.values()) {
            Optional<String> parent = parent(node.key());
            List<Node> siblings =
                    parent.isEmpty() ? first : children.computeIfAbsent(parent.get(), key -> new ArrayList<>());
            siblings.add(node);
        }
        List<Node> ordered = new ArrayList<>();
        Set<String> placed = new HashSet<>();
        Deque<Node> next = new ArrayDeque<>();
        pushLastShownFirst(first, shown, next);
        while (!next.isEmpty()) {
            Node node = next.pop();
            if (!placed.add(node.key())) continue;
            ordered.add(node);
            pushLastShownFirst(children.getOrDefault(node.key(), List.of()), shown, next);
        }
        List<Node> all = new ArrayList<>();
        for (Node node : nodes.values()) if (!placed.contains(node.key())) all.add(node);
        all.addAll(ordered);
        return all;
    }

    /// What is pushed first is visited last.
    private static void pushLastShownFirst(List<Node> siblings, Set<String> shown, Deque<Node> next) {
        for (Node node : siblings) if (shown.contains(node.key())) next.push(node);
        for (Node node : siblings.reversed()) if (!shown.contains(node.key())) next.push(node);
    }

    /// The nearest message above, remembered for every node on the way.
    private Optional<String> messageAbove(Node node, Map<String, Optional<String>> known) {
        List<String> way = new ArrayList<>();
        Set<String> seen = new HashSet<>(Set.of(node.key()));
        Optional<String> found = Optional.empty();
        for (Optional<String> at = parent(node.key()); at.isPresent(); at = parent(at.get())) {
            String key = at.get();
            Node above = nodes.get(key);
            if (above != null && above.said().isPresent()) {
                found = Optional.of(key);
                break;
            }
            Optional<String> remembered = known.get(key);
            if (remembered != null) {
                found = remembered;
                break;
            }
            if (!seen.add(key)) break;
            way.add(key);
        }
        for (String key : way) known.put(key, found);
        return found;
    }
}
