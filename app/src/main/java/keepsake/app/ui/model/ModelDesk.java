package keepsake.app.ui.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import keepsake.app.assistant.ModelSession.State;
import keepsake.app.home.HomeException;
import keepsake.app.home.Keepsake;
import keepsake.app.home.ModelChoice;
import keepsake.app.home.Settings;
import keepsake.app.ui.background.Background;
import keepsake.app.ui.state.Value;
import keepsake.app.ui.text.Texts;
import keepsake.runtime.catalogue.DownloadException;
import keepsake.runtime.catalogue.InstalledModel;
import keepsake.runtime.catalogue.ModelFolder.DownloadProgress;
import keepsake.runtime.catalogue.ModelFolder.Offer;
import keepsake.runtime.engine.EngineKind;
import keepsake.runtime.engine.GenerationStats;
import keepsake.runtime.engine.LoadRequest;
import keepsake.runtime.engine.StopSignal;

/// Everything the window says and does about models: which there are, getting one, loading one, what it costs.
///
/// Threads: one (see [Value]); downloads and loads go on elsewhere.
public final class ModelDesk {
    private final Keepsake keepsake;
    private final Background background;
    private final Executor thread;
    private final Value<View> view;
    private StopSignal pause = new StopSignal();

    public ModelDesk(Keepsake keepsake, Background background, Executor thread) {
        this.keepsake = keepsake;
        this.background = background;
        this.thread = thread;
        this.view = new Value<>(new View(
                keepsake.model().state(),
                keepsake.model().request(),
                Shelf.UNKNOWN,
                new Download.None(),
                Optional.empty(),
                Optional.empty()));
        keepsake.model().onState(state -> thread.execute(() -> heard(state)));
    }

    /// @param session  where the model stands
    /// @param request  what was loaded last
    /// @param shelf    what lies in the folder and what can be had
    /// @param download how getting a model goes
    /// @param last     what the last answer cost
    /// @param problem  what went wrong with the folder or the settings
    public record View(
            State session,
            Optional<LoadRequest> request,
            Shelf shelf,
            Download download,
            Optional<GenerationStats> last,
            Optional<String> problem) {

        /// There is nothing to load: the first-run page is due.
        public boolean needsModel() {
            boolean none = session instanceof State.None || session instanceof State.Failed;
            return none && shelf.looked() && shelf.usual().isEmpty();
        }
    }

    /// @param looked false until the folder was looked at
    /// @param usual  the model that is loaded at start
    public record Shelf(boolean looked, List<InstalledModel> installed, List<Offer> offers, Optional<Path> usual) {
        static final Shelf UNKNOWN = new Shelf(false, List.of(), List.of(), Optional.empty());
    }

    /// How getting a model goes.
    public sealed interface Download {
        record None() implements Download {}

        record Running(Offer offer, Optional<DownloadProgress> progress) implements Download {}

        record Paused(Offer offer, Optional<DownloadProgress> progress) implements Download {}

        record Failed(Offer offer, String sentence) implements Download {}
    }

    public Value<View> view() {
        return view;
    }

    /// Loads the usual model, if there is one.
    public void start() {
        var _ = background.run(
                this::look,
                shelf -> {
                    shelf(shelf);
                    shelf.usual()
                            .ifPresent(model -> keepsake.model().load(ModelChoice.request(model, keepsake.settings())));
                },
                this::problem);
    }

    /// Looks at the folder again.
    public void refresh() {
        var _ = background.run(this::look, this::shelf, this::problem);
    }

    private Shelf look() {
        return new Shelf(
                true,
                keepsake.models().list(),
                keepsake.models().offers(),
                ModelChoice.usual(keepsake.settings(), keepsake.models()));
    }

    /// Gets an offered model and loads it. Goes on where it was paused.
    public void get(Offer offer) {
        if (view.get().download() instanceof Download.Running) return;
        StopSignal mine = new StopSignal();
        pause = mine;
        download(new Download.Running(offer, Optional.empty()));
        var _ = background.run(
                () -> keepsake.models()
                        .get(offer.id(), progress -> thread.execute(() -> progress(offer, progress)), mine),
                model -> {
                    download(new Download.None());
                    open(model);
                },
                failure -> download(failed(offer, failure)));
    }

    private void progress(Offer offer, DownloadProgress progress) {
        if (view.get().download() instanceof Download.Running) {
            download(new Download.Running(offer, Optional.of(progress)));
        }
    }

    private Download failed(Offer offer, Exception failure) {
        Optional<DownloadProgress> soFar =
                view.get().download() instanceof Download.Running running ? running.progress() : Optional.empty();
        return switch (failure) {
            case DownloadException.Paused _ -> new Download.Paused(offer, soFar);
            case DownloadException known -> new Download.Failed(offer, sentence(known));
            default -> new Download.Failed(offer, Texts.of("chat.fault", failure));
        };
    }

    /// What was downloaded stays.
    public void pause() {
        pause.raise();
    }

    /// Loads a file with the engine and budget of the settings; it becomes the usual one once it is loaded.
    public void open(Path model) {
        keepsake.model().load(ModelChoice.request(model, keepsake.settings()));
    }

    /// Loads with these choices and keeps them for the next start.
    public void load(Path model, Optional<EngineKind> engine, OptionalInt budgetMib) {
        var _ = background.run(
                () -> {
                    Settings.Choice now = keepsake.settings().choice();
                    keepsake.settings()
                            .choose(new Settings.Choice(
                                    now.model(), engine, budgetMib, now.theme(), now.temperature()));
                    return model;
                },
                this::open,
                this::problem);
    }

    public void restart() {
        keepsake.model().restart();
    }

    /// What the last answer cost.
    public void answered(GenerationStats stats) {
        View now = view.get();
        view.set(
                new View(now.session(), now.request(), now.shelf(), now.download(), Optional.of(stats), now.problem()));
    }

    private void heard(State state) {
        View now = view.get();
        view.set(
                new View(state, keepsake.model().request(), now.shelf(), now.download(), now.last(), Optional.empty()));
        if (state instanceof State.Ready(var info)) becameUsual(info.path());
    }

    // Only a model that could be loaded: a file that cannot must not come back at the next start.
    private void becameUsual(Path model) {
        var _ = background.run(
                () -> {
                    Settings.Choice now = keepsake.settings().choice();
                    if (!now.model().equals(Optional.of(model))) {
                        keepsake.settings()
                                .choose(new Settings.Choice(
                                        Optional.of(model),
                                        now.engine(),
                                        now.budgetMib(),
                                        now.theme(),
                                        now.temperature()));
                    }
                    return look();
                },
                this::shelf,
                this::problem);
    }

    private void shelf(Shelf shelf) {
        View now = view.get();
        view.set(new View(now.session(), now.request(), shelf, now.download(), now.last(), now.problem()));
    }

    private void download(Download download) {
        View now = view.get();
        view.set(new View(now.session(), now.request(), now.shelf(), download, now.last(), now.problem()));
    }

    private void problem(Exception failure) {
        View now = view.get();
        String sentence = failure instanceof HomeException ? sentence(failure) : Texts.of("chat.fault", failure);
        view.set(
                new View(now.session(), now.request(), now.shelf(), now.download(), now.last(), Optional.of(sentence)));
    }

    private static String sentence(Exception failure) {
        String message = failure.getMessage();
        return message == null ? Texts.of("chat.fault", failure) : message;
    }
}
