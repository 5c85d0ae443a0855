package keepsake.app.ui.settings;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import keepsake.app.home.HomeException;
import keepsake.app.home.Settings;
import keepsake.app.home.Settings.Choice;
import keepsake.app.ui.background.Background;
import keepsake.app.ui.background.InOrder;
import keepsake.app.ui.state.Value;
import keepsake.app.ui.text.Texts;
import keepsake.runtime.engine.EngineKind;
import keepsake.runtime.saved.SavedFolder;

/// The settings as they are shown and changed; every change is kept at once, in order.
///
/// Threads: one (see [Value]); the disk is waited for elsewhere.
public final class SettingsModel {
    private final Settings settings;
    private final SavedFolder saved;
    private final InOrder background;
    private final Value<View> view;

    /// @param saved what models keep between runs
    public SettingsModel(Settings settings, SavedFolder saved, Background background) {
        this.settings = settings;
        this.saved = saved;
        this.background = new InOrder(background);
        this.view = new Value<>(new View(settings.choice(), settings.notice(), Saved.MAYBE));
    }

    /// What models keep between runs.
    public enum Saved {
        MAYBE,
        DELETED
    }

    /// @param choice  what is chosen
    /// @param problem why it could not be kept, or what happened to the file
    /// @param saved   whether what models keep was just deleted
    public record View(Choice choice, Optional<String> problem, Saved saved) {}

    public Value<View> view() {
        return view;
    }

    /// Looks again: models and engines are also chosen elsewhere.
    public void refresh() {
        view.set(new View(settings.choice(), view.get().problem(), Saved.MAYBE));
    }

    /// Deletes what models keep between runs.
    public void forgetSaved() {
        background.run(
                () -> {
                    saved.forget();
                    return Saved.DELETED;
                },
                deleted -> view.set(new View(view.get().choice(), Optional.empty(), deleted)),
                failure -> view.set(new View(
                        view.get().choice(),
                        Optional.of(Texts.of("settings.saved.stuck", String.valueOf(failure.getMessage()))),
                        Saved.MAYBE)));
    }

    public void theme(Settings.Theme theme) {
        change(now -> new Choice(now.model(), now.engine(), now.budgetMib(), theme, now.temperature()));
    }

    /// @param temperature 0..2
    public void temperature(double temperature) {
        double tenths = Math.round(Math.clamp(temperature, 0, 2) * 10) / 10.0;
        change(now -> new Choice(now.model(), now.engine(), now.budgetMib(), now.theme(), tenths));
    }

    /// Counts from the next load on.
    public void engine(Optional<EngineKind> engine) {
        change(now -> new Choice(now.model(), engine, now.budgetMib(), now.theme(), now.temperature()));
    }

    /// Counts from the next load on; blank or 0 leaves it to Keepsake.
    public void budget(String mib) {
        if (!mib.isBlank() && !mib.strip().matches("\\d{1,7}")) {
            view.set(new View(
                    view.get().choice(),
                    Optional.of(Texts.of("settings.budget.bad")),
                    view.get().saved()));
            return;
        }
        int number = mib.isBlank() ? 0 : Integer.parseInt(mib.strip());
        OptionalInt budget = number == 0 ? OptionalInt.empty() : OptionalInt.of(number);
        change(now -> new Choice(now.model(), now.engine(), budget, now.theme(), now.temperature()));
    }

    private void change(UnaryOperator<Choice> edit) {
        Choice before = view.get().choice();
        Choice wanted = edit.apply(before);
        if (wanted.equals(before)) return;
        view.set(new View(wanted, Optional.empty(), view.get().saved()));
        background.run(
                () -> {
                    // Read again: the model panel may have chosen something since.
                    Choice kept = edit.apply(settings.choice());
                    settings.choose(kept);
                    return kept;
                },
                _ -> {},
                failure -> view.set(new View(
                        settings.choice(),
                        Optional.of(sentence(failure)),
                        view.get().saved())));
    }

    private static String sentence(Exception failure) {
        String known = failure instanceof HomeException ? failure.getMessage() : null;
        return known == null ? Texts.of("chat.fault", failure) : known;
    }
}
