package keepsake.memory.archive.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import keepsake.memory.ImportReport.LeftOut;
import keepsake.memory.ImportReport.Problem;

/// What an import has to tell: what was left out on purpose, what could not be read, and whether to go on.
public final class Findings {
    /// More are only counted: a hostile file must not fill the memory with complaints.
    private static final int TOLD = 200;

    private final Map<String, Integer> leftOut = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private final BooleanSupplier goOn;
    private int skipped;

    /// @param goOn asked between conversations
    public Findings(BooleanSupplier goOn) {
        this.goOn = goOn;
    }

    /// The user asked to stop; what was handed on before counts.
    public static final class Stopped extends RuntimeException {
        Stopped() {
            super("stopped", null, false, false);
        }
    }

    /// Something that is not imported by design.
    ///
    /// @param what in the plural: `tool messages`
    void leaveOut(String what) {
        leftOut.merge(what, 1, Integer::sum);
    }

    /// Something that cannot be imported.
    ///
    /// @param where file and position
    /// @param why   goes on after a colon
    public void problem(String where, String why) {
        skipped++;
        if (problems.size() < TOLD) problems.add(new Problem(where, why));
    }

    void stopIfAsked() {
        if (!goOn.getAsBoolean()) throw new Stopped();
    }

    public int skipped() {
        return skipped;
    }

    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    public List<LeftOut> leftOut() {
        return leftOut.entrySet().stream()
                .map(entry -> new LeftOut(entry.getKey(), entry.getValue()))
                .toList();
    }
}
