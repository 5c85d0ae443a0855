package keepsake.app.ui.identity;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import keepsake.app.ui.background.Background;
import keepsake.app.ui.background.InOrder;
import keepsake.app.ui.identity.Page.Entry;
import keepsake.app.ui.identity.Page.Group;
import keepsake.app.ui.identity.Page.Mark;
import keepsake.app.ui.identity.Page.Offer;
import keepsake.app.ui.identity.Page.Origin;
import keepsake.app.ui.wording.Wording;
import keepsake.memory.Fact;
import keepsake.memory.Identity;
import keepsake.memory.Identity.Field;
import keepsake.memory.Identity.FieldName;
import keepsake.memory.Identity.Format;
import keepsake.memory.Identity.Status;
import keepsake.memory.MemoryException;

/// What the identity page knows and does, without a window. Everything it shows is a [Page].
///
/// Threads: the FX thread; the database is asked in the background, one request after the other.
public final class IdentityModel {
    /// What few forms ask for; shown when it has a value or on request.
    private static final Set<String> RARE = Set.of(
            "honorific-suffix",
            "additional-name",
            "nickname",
            "username",
            "impp",
            "address-line1",
            "address-line2",
            "address-line3",
            "address-level4",
            "address-level3",
            "country-name");

    private final Identity identity;
    private final InOrder work;
    private final Wording wording;
    private final Map<String, Draft> drafts = new LinkedHashMap<>();
    private final Set<String> opened = new HashSet<>();
    private final ExportModel export;
    private Consumer<Page> view = page -> {};
    private List<Field> offers = List.of();
    private Optional<String> problem = Optional.empty();

    public IdentityModel(Identity identity, Background background, Wording wording) {
        this.identity = identity;
        this.work = new InOrder(background);
        this.wording = wording;
        this.export = new ExportModel(identity, work, wording, this::changed);
        for (FieldName name : identity.names()) drafts.put(name.name(), new Draft(name));
    }

    /// Shows this in `view` from now on, the present state at once.
    void show(Consumer<Page> view) {
        this.view = view;
        changed();
    }

    ExportModel export() {
        return export;
    }

    /// Reads everything again.
    public void refresh() {
        attempt(() -> true, nothing -> {}, sentence -> problem = Optional.of(sentence));
    }

    /// The box of `name` says `text` now.
    public void type(String name, String text) {
        draft(name).type(text);
        changed();
    }

    /// Keeps what the box says; blank removes the field.
    public void commit(String name) {
        Draft draft = draft(name);
        if (!draft.changed()) return;
        String committed = draft.text();
        attempt(
                () -> {
                    Field field = identity.set(name, committed);
                    return committed.isBlank() ? Optional.<Field>empty() : Optional.of(field);
                },
                field -> draft.saved(committed, field),
                draft::refuse);
    }

    /// The box says what is kept again.
    public void revert(String name) {
        draft(name).revert();
        changed();
    }

    /// Accepts exactly the value that was shown.
    public void confirm(Offer offer) {
        attempt(
                () -> {
                    requireStillThere(offer);
                    return identity.confirm(offer.name());
                },
                field -> {
                    Draft draft = draft(offer.name());
                    draft.saved(draft.text(), Optional.of(field));
                },
                sentence -> problem = Optional.of(sentence));
    }

    public void dismiss(Offer offer) {
        attempt(
                () -> {
                    requireStillThere(offer);
                    identity.dismiss(offer.name());
                    return true;
                },
                nothing -> {},
                sentence -> problem = Optional.of(sentence));
    }

    /// Something newer may have been said since the page was drawn, and the memory confirms by name.
    private void requireStillThere(Offer offer) {
        boolean there = identity.fields().stream()
                .anyMatch(field -> field.status() == Status.PROPOSED
                        && field.name().equals(offer.name())
                        && field.value().equals(offer.value()));
        if (!there) throw new MemoryException(MemoryException.Reason.BAD_INPUT, wording.say("offer.gone"));
    }

    /// Shows the rarely needed fields of a group, or hides the empty ones again.
    public void toggleMore(String group) {
        if (!opened.remove(group)) opened.add(group);
        changed();
    }

    public void dismissProblem() {
        problem = Optional.empty();
        changed();
    }

    /// Whether nothing is under way.
    boolean idle() {
        return work.idle();
    }

    private record Done<T>(T result, List<Field> fields, ExportModel.Rendered rendered) {}

    private <T> void attempt(Callable<T> change, Consumer<T> then, Consumer<String> refused) {
        Format format = export.format();
        work.run(
                () -> {
                    T result = change.call();
                    return new Done<>(result, identity.fields(), export.render(format));
                },
                done -> {
                    problem = Optional.empty();
                    then.accept(done.result());
                    load(done.fields());
                    export.rendered(done.rendered());
                },
                failure -> {
                    refused.accept(wording.sentence(failure));
                    changed();
                });
    }

    private void load(List<Field> fields) {
        Map<String, Field> kept = fields.stream()
                .filter(field -> field.status() == Status.CONFIRMED)
                .collect(Collectors.toMap(Field::name, field -> field));
        drafts.forEach((name, draft) -> draft.load(Optional.ofNullable(kept.get(name))));
        offers = fields.stream()
                .filter(field -> field.status() == Status.PROPOSED)
                .toList();
    }

    private void changed() {
        view.accept(new Page(offers.stream().map(this::offer).toList(), groups(), export.state(), problem));
    }

    private Offer offer(Field field) {
        Draft draft = draft(field.name());
        return new Offer(
                field.name(),
                draft.name.label(),
                field.value(),
                draft.kept().map(Field::value),
                field.source().map(this::origin));
    }

    private List<Group> groups() {
        Map<String, List<Draft>> byGroup = drafts.values().stream()
                .collect(Collectors.groupingBy(draft -> draft.name.group(), LinkedHashMap::new, Collectors.toList()));
        return byGroup.entrySet().stream()
                .map(group -> group(group.getKey(), group.getValue()))
                .toList();
    }

    private Group group(String name, List<Draft> all) {
        List<Draft> shown = all.stream()
                .filter(draft ->
                        opened.contains(name) || !RARE.contains(draft.name.name()) || draft.mark() != Mark.EMPTY)
                .toList();
        long foldable = all.stream()
                .filter(draft -> RARE.contains(draft.name.name()) && draft.mark() == Mark.EMPTY)
                .count();
        Page.Folding folding =
                foldable == 0 ? Page.Folding.NOTHING : opened.contains(name) ? Page.Folding.OPEN : Page.Folding.FOLDED;
        return new Group(
                name,
                wording.say("group." + name),
                shown.stream().map(this::entry).toList(),
                folding);
    }

    private Entry entry(Draft draft) {
        FieldName name = draft.name;
        return new Entry(
                name.name(), name.label(), name.hint(), draft.text(), draft.mark(), note(draft), source(draft));
    }

    private Optional<Origin> source(Draft draft) {
        if (draft.changed()) return Optional.empty();
        return draft.kept().flatMap(Field::source).map(this::origin);
    }

    private String note(Draft draft) {
        return switch (draft.mark()) {
            case EMPTY -> "";
            case REFUSED -> draft.refusal().orElse("");
            case CHANGED -> wording.say("note.changed");
            case SAVED -> wording.say(draft.kept().isPresent() ? "note.saved" : "note.removed");
            case KEPT ->
                draft.kept()
                        .flatMap(Field::source)
                        .map(source -> wording.say("note.told", wording.day(source.saidAt())))
                        .orElseGet(() -> wording.say("note.typed"));
        };
    }

    private Origin origin(Fact.Source source) {
        String day = wording.day(source.saidAt());
        String where =
                source.conversationTitle().isBlank() ? day : wording.say("where", day, source.conversationTitle());
        return new Origin(source.conversationId(), source.message(), source.quote(), where);
    }

    private Draft draft(String name) {
        return Objects.requireNonNull(drafts.get(name), name);
    }
}
