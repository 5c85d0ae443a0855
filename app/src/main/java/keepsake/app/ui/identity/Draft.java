package keepsake.app.ui.identity;

import java.util.Optional;
import keepsake.app.ui.identity.Page.Mark;
import keepsake.memory.Identity.Field;
import keepsake.memory.Identity.FieldName;

/// One field while it is filled in: what its box says, and what is kept.
final class Draft {
    final FieldName name;
    private String text = "";
    private Optional<Field> kept = Optional.empty();
    private Optional<String> refusal = Optional.empty();
    private boolean justSaved;

    Draft(FieldName name) {
        this.name = name;
    }

    String text() {
        return text;
    }

    Optional<Field> kept() {
        return kept;
    }

    Optional<String> refusal() {
        return refusal;
    }

    Mark mark() {
        if (refusal.isPresent()) return Mark.REFUSED;
        if (!text.equals(keptText())) return Mark.CHANGED;
        if (justSaved) return Mark.SAVED;
        return text.isEmpty() ? Mark.EMPTY : Mark.KEPT;
    }

    boolean changed() {
        return !text.equals(keptText());
    }

    void type(String typed) {
        if (typed.equals(text)) return;
        text = typed;
        refusal = Optional.empty();
        justSaved = false;
    }

    void revert() {
        text = keptText();
        refusal = Optional.empty();
    }

    void refuse(String sentence) {
        refusal = Optional.of(sentence);
        justSaved = false;
    }

    /// What was typed as `committed` is kept. Whoever typed on since keeps what they typed.
    void saved(String committed, Optional<Field> field) {
        boolean typedOn = !text.equals(committed);
        kept = field;
        refusal = Optional.empty();
        if (!typedOn) text = keptText();
        justSaved = !typedOn;
    }

    /// What the memory says now. What is being typed stays.
    void load(Optional<Field> field) {
        boolean typing = changed();
        kept = field;
        if (!typing) text = keptText();
    }

    private String keptText() {
        return kept.map(Field::value).orElse("");
    }
}
