package keepsake.app.ui.reflection;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keepsake.memory.Reflection.Change;
import keepsake.memory.Reflection.Change.Kind;

/// What a run changed, as a person counts it: each thing once, facts first.
final class Changed {
    private Changed() {}

    /// A thing that one job made and the next one completed is one new thing. Facts come first, then "About you", then
    /// summaries and episodes.
    static List<Change> things(List<Change> changes) {
        Map<String, Change> things = new LinkedHashMap<>();
        for (Change change : changes) things.merge(change.thing(), change, Changed::both);
        return things.values().stream()
                .filter(change -> change.before().isPresent() || change.after().isPresent())
                .sorted(Comparator.comparingInt(Changed::place))
                .toList();
    }

    static boolean isFact(Change change) {
        return change.thing().startsWith("f");
    }

    private static Change both(Change first, Change then) {
        boolean fresh = first.kind() == Kind.ADDED && then.kind() == Kind.CHANGED;
        return new Change(
                then.job(),
                fresh ? Kind.ADDED : then.kind(),
                then.thing(),
                first.before(),
                then.after(),
                then.sources().isEmpty() ? first.sources() : then.sources());
    }

    private static int place(Change change) {
        return "fpce".indexOf(change.thing().isEmpty() ? ' ' : change.thing().charAt(0));
    }
}
