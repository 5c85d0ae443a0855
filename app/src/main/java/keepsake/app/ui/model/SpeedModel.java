package keepsake.app.ui.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import keepsake.app.assistant.ModelSession.State;
import keepsake.app.home.Keepsake;
import keepsake.app.ui.background.Background;
import keepsake.app.ui.state.Value;
import keepsake.runtime.engine.BudgetPreview;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.GenerationStats;
import keepsake.runtime.engine.LoadRequest;
import keepsake.runtime.engine.ModelInfo;
import keepsake.runtime.engine.RoutingLocality;

/// How fast the model answers, what limits it, and which budgets it could have.
///
/// Threads: one (see [Value]); the model host, the drive and the file are waited for elsewhere.
public final class SpeedModel {
    private final Keepsake keepsake;
    private final Background background;
    private final ModelDesk desk;
    private final Answers answers;
    private final Value<View> view = new Value<>(View.EMPTY);

    /// @param answers those under way, which a new budget would cut off
    public SpeedModel(Keepsake keepsake, Background background, ModelDesk desk, Answers answers) {
        this.keepsake = keepsake;
        this.background = background;
        this.desk = desk;
        this.answers = answers;
        desk.view().watch(now -> heard(now.session()));
    }

    /// The answers under way.
    public interface Answers {
        boolean running();

        /// @return complete when the answers are kept
        List<CompletableFuture<?>> stop();
    }

    /// @param session  where the model stands
    /// @param answer   what the last answer of this model with this budget cost
    /// @param locality of this model on the chats since the window opened
    /// @param preview  what budgets would mean for the model; empty until its file was looked at
    /// @param asking   a budget that waits for a yes, because an answer is under way
    public record View(
            State session,
            Optional<Answer> answer,
            Optional<RoutingLocality> locality,
            Optional<BudgetPreview> preview,
            Optional<Wanted> asking) {
        static final View EMPTY =
                new View(new State.None(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        /// The loaded model.
        Optional<ModelInfo> model() {
            return session instanceof State.Ready(ModelInfo info) ? Optional.of(info) : Optional.empty();
        }
    }

    /// @param bound tokens per second that would have been possible; empty while unknown
    public record Answer(GenerationStats stats, OptionalDouble bound) {}

    /// @param budgetMib empty leaves it to Keepsake
    public record Wanted(OptionalInt budgetMib) {}

    public Value<View> view() {
        return view;
    }

    private void heard(State session) {
        View now = view.get();
        if (session.equals(now.session())) return;
        boolean same = path(session).isPresent() && path(session).equals(path(now.session()));
        view.set(new View(
                session,
                Optional.empty(),
                same ? now.locality() : Optional.empty(),
                same ? now.preview() : Optional.empty(),
                Optional.empty()));
        switch (session) {
            case State.Ready(ModelInfo info) ->
                preview(info.path(), info.budget().total());
            case State.Failed failed -> preview(failed.model(), 0);
            case State.None _, State.Loading _ -> {}
        }
    }

    private static Optional<Path> path(State session) {
        return switch (session) {
            case State.None _ -> Optional.empty();
            case State.Loading loading -> Optional.of(loading.model());
            case State.Ready(ModelInfo info) -> Optional.of(info.path());
            case State.Failed failed -> Optional.of(failed.model());
        };
    }

    private void preview(Path model, int heldMib) {
        var _ = background.run(
                () -> keepsake.capacity().preview(model, heldMib),
                found -> {
                    View now = view.get();
                    if (!path(now.session()).equals(Optional.of(model))) return;
                    view.set(new View(now.session(), now.answer(), now.locality(), Optional.of(found), now.asking()));
                },
                _ -> {}); // the model panel says what is wrong with the file
    }

    /// An answer ended.
    public void answered(GenerationStats stats) {
        View now = view.get();
        Optional<ModelInfo> model = now.model();
        if (model.isEmpty()) return;
        view.set(new View(
                now.session(),
                Optional.of(new Answer(stats, OptionalDouble.empty())),
                now.locality(),
                now.preview(),
                now.asking()));
        var _ = background.run(() -> learn(model.get(), stats), learnt -> learnt(stats, learnt), _ -> {});
    }

    private record Learnt(OptionalDouble bound, Optional<RoutingLocality> locality) {}

    private Learnt learn(ModelInfo model, GenerationStats stats) throws EngineException {
        return new Learnt(
                keepsake.capacity().bound(model, stats),
                keepsake.model().engine().locality());
    }

    private void learnt(GenerationStats stats, Learnt learnt) {
        View now = view.get();
        // Meanwhile there may be another answer, or another model.
        if (now.answer().filter(answer -> answer.stats().equals(stats)).isEmpty()) return;
        view.set(new View(
                now.session(),
                Optional.of(new Answer(stats, learnt.bound())),
                learnt.locality().or(now::locality),
                now.preview(),
                now.asking()));
    }

    /// Loads the model again with another budget; asks first when that would cut off an answer.
    public void use(OptionalInt budgetMib) {
        if (answers.running()) ask(Optional.of(new Wanted(budgetMib)));
        else load(budgetMib);
    }

    /// The answer under way may be stopped for the budget that was asked about.
    public void stopAndUse() {
        Optional<Wanted> wanted = view.get().asking();
        ask(Optional.empty());
        if (wanted.isEmpty()) return;
        List<CompletableFuture<?>> endings = answers.stop();
        var _ = background.run(
                () -> CompletableFuture.allOf(endings.toArray(CompletableFuture[]::new))
                        .completeOnTimeout(null, 2, TimeUnit.SECONDS)
                        .get(),
                _ -> load(wanted.get().budgetMib()),
                _ -> load(wanted.get().budgetMib()));
    }

    /// The answer goes on, the budget stays.
    public void keep() {
        ask(Optional.empty());
    }

    private void ask(Optional<Wanted> wanted) {
        View now = view.get();
        view.set(new View(now.session(), now.answer(), now.locality(), now.preview(), wanted));
    }

    private void load(OptionalInt budgetMib) {
        path(view.get().session())
                .ifPresent(
                        model -> desk.load(model, keepsake.model().request().flatMap(LoadRequest::engine), budgetMib));
    }
}
