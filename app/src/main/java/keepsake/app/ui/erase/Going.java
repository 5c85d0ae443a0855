package keepsake.app.ui.erase;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keepsake.app.ui.text.Sizes;
import keepsake.app.ui.wording.Wording;
import keepsake.memory.Erasure.Line;
import keepsake.memory.Erasure.Part;
import keepsake.memory.Erasure.Preview;

/// What would go and what would stay, in words.
///
/// @param groups what goes first, then what stays
/// @param copies which older copies of the memory go whole
/// @param space  what cleaning the files takes for a moment
/// @param button says what it does
public record Going(List<Group> groups, Optional<String> copies, String space, String button) {
    /// More lines than this do not help anybody to decide.
    static final int LINES = 8;

    public Going {
        groups = List.copyOf(groups);
    }

    /// What becomes of things of one kind.
    public enum Fate {
        GOES,
        STAYS,
        /// Stays, but says again what goes.
        REPEATS
    }

    /// @param lines the first of them
    /// @param more  how many are not among the lines
    public record Group(Fate fate, String title, List<String> lines, long more) {
        public Group {
            lines = List.copyOf(lines);
        }
    }

    static Going of(Preview preview, Wording wording) {
        List<Group> groups = new ArrayList<>();
        add(groups, Fate.GOES, "conversations", preview.conversations(), wording);
        add(groups, Fate.GOES, "messages", preview.messages(), wording);
        add(groups, Fate.GOES, "facts", preview.facts(), wording);
        add(groups, Fate.GOES, "identity", preview.identity(), wording);
        add(groups, Fate.STAYS, "kept", preview.factsKept(), wording);
        add(groups, Fate.REPEATS, "elsewhere", preview.elsewhere(), wording);
        Optional<String> copies = preview.copies().isEmpty()
                ? Optional.empty()
                : Optional.of(wording.say("copies", String.join(", ", preview.copies())));
        return new Going(
                groups, copies, wording.say("space", Sizes.bytes(preview.bytesNeeded())), button(preview, wording));
    }

    /// Whether something that stays says again what goes.
    public boolean repeats() {
        return groups.stream().anyMatch(group -> group.fate() == Fate.REPEATS);
    }

    private static void add(List<Group> groups, Fate fate, String key, Part part, Wording wording) {
        if (part.count() == 0) return;
        List<String> lines = part.first().stream().limit(LINES).map(Line::text).toList();
        groups.add(
                new Group(fate, wording.count(key, Math.toIntExact(part.count())), lines, part.count() - lines.size()));
    }

    private static String button(Preview preview, Wording wording) {
        List<String> parts = new ArrayList<>();
        count(parts, "count.messages", preview.messages(), wording);
        count(parts, "count.facts", preview.facts(), wording);
        count(parts, "count.identity", preview.identity(), wording);
        return parts.isEmpty() ? wording.say("erase") : wording.say("erase.counted", join(parts, wording));
    }

    static void count(List<String> parts, String key, Part part, Wording wording) {
        count(parts, key, part.count(), wording);
    }

    static void count(List<String> parts, String key, long count, Wording wording) {
        if (count > 0) parts.add(wording.count(key, Math.toIntExact(count)));
    }

    /// `a`, `a and b`, `a, b and c`.
    static String join(List<String> parts, Wording wording) {
        if (parts.size() < 2) return String.join("", parts);
        return wording.say("and", String.join(", ", parts.subList(0, parts.size() - 1)), parts.getLast());
    }
}
