package keepsake.app.ui.conversations;

import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import keepsake.app.ui.background.Background;
import keepsake.app.ui.state.Value;
import keepsake.app.ui.text.Moments;
import keepsake.app.ui.text.Texts;
import keepsake.memory.Conversation;
import keepsake.memory.Conversations;
import keepsake.memory.MemoryException;
import keepsake.memory.MemoryId;

/// The list of conversations: all of them, or those that match what is searched.
///
/// Threads: one (see [Value]); the disk is waited for elsewhere.
public final class ConversationsModel {
    private static final int MOST_FOUND = 50;

    private final Conversations conversations;
    private final Background background;
    private final InstantSource clock;
    private final ZoneId zone;
    private final Value<View> view =
            new Value<>(new View("", List.of(), Optional.empty(), Optional.empty(), Optional.empty()));
    private Background.Running looking = () -> {};

    public ConversationsModel(Conversations conversations, Background background, InstantSource clock, ZoneId zone) {
        this.conversations = conversations;
        this.background = background;
        this.clock = clock;
        this.zone = zone;
    }

    /// @param query    what is searched; blank lists everything
    /// @param rows     newest first, or best first
    /// @param selected the conversation that is shown
    /// @param deleted  the last one deleted, while that can be undone
    /// @param problem  what went wrong
    public record View(
            String query,
            List<Row> rows,
            Optional<Long> selected,
            Optional<Deleted> deleted,
            Optional<String> problem) {
        public boolean searching() {
            return !query.isBlank();
        }
    }

    /// @param when    as a person says it
    /// @param excerpt the text that matched; empty when nothing is searched
    /// @param message the message that matched best
    public record Row(long id, String title, String when, String excerpt, Optional<MemoryId> message) {}

    public record Deleted(long id, String title) {}

    public Value<View> view() {
        return view;
    }

    /// Looks again, because something was said or changed.
    public void refresh() {
        look(view.get().query());
    }

    public void search(String query) {
        View now = view.get();
        if (now.query().equals(query)) return;
        view.set(new View(query, now.rows(), now.selected(), now.deleted(), Optional.empty()));
        look(query);
    }

    public void select(Optional<Long> conversation) {
        View now = view.get();
        view.set(new View(now.query(), now.rows(), conversation, now.deleted(), now.problem()));
    }

    /// A blank title changes nothing.
    public void rename(long id, String title, Runnable done) {
        if (title.isBlank()) return;
        change(
                () -> {
                    conversations.rename(id, title.strip());
                    return id;
                },
                _ -> done.run());
    }

    public void delete(Row row) {
        change(
                () -> {
                    conversations.delete(row.id());
                    return new Deleted(row.id(), row.title());
                },
                deleted -> deleted(Optional.of(deleted)));
    }

    public void undoDelete() {
        view.get()
                .deleted()
                .ifPresent(gone -> change(
                        () -> {
                            conversations.restore(gone.id());
                            return gone;
                        },
                        _ -> deleted(Optional.empty())));
    }

    /// Lets go of the last deleted one.
    public void forgetDeleted() {
        deleted(Optional.empty());
    }

    private void deleted(Optional<Deleted> gone) {
        View now = view.get();
        Optional<Long> selected =
                now.selected().filter(id -> gone.isEmpty() || gone.get().id() != id);
        view.set(new View(now.query(), now.rows(), selected, gone, now.problem()));
    }

    private void look(String query) {
        looking.cancel();
        looking = background.run(() -> rows(query), this::show, this::problem);
    }

    private void show(List<Row> rows) {
        View now = view.get();
        view.set(new View(now.query(), rows, now.selected(), now.deleted(), Optional.empty()));
    }

    private List<Row> rows(String query) {
        return query.isBlank()
                ? conversations.list().stream()
                        .map(found -> row(found, "", Optional.empty()))
                        .toList()
                : conversations.search(query, MOST_FOUND).stream()
                        .map(found -> row(found.conversation(), found.excerpt(), found.message()))
                        .toList();
    }

    private Row row(Conversation found, String excerpt, Optional<MemoryId> message) {
        String title = found.title().isBlank() ? Texts.of("conversations.untitled") : found.title();
        return new Row(found.id(), title, Moments.ago(found.changedAt(), clock.instant(), zone), excerpt, message);
    }

    private <T> void change(Callable<T> work, Consumer<T> done) {
        var _ = background.run(
                work,
                result -> {
                    done.accept(result);
                    refresh();
                },
                this::problem);
    }

    private void problem(Exception failure) {
        String known = failure instanceof MemoryException ? failure.getMessage() : null;
        View now = view.get();
        view.set(new View(
                now.query(),
                now.rows(),
                now.selected(),
                now.deleted(),
                Optional.of(known == null ? Texts.of("chat.fault", failure) : known)));
    }
}
