package keepsake.app.ui.privacy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import keepsake.app.ui.background.Background;
import keepsake.app.ui.background.InOrder;
import keepsake.app.ui.state.Value;
import keepsake.app.ui.wording.Wording;
import keepsake.memory.Erasure.Line;
import keepsake.memory.Erasure.Preview;
import keepsake.memory.Retention;
import keepsake.memory.Retention.Setting;

/// How long messages are kept, as it is shown and changed; a limit counts only after the user saw what it takes.
///
/// Threads: one (see [Value]); the disk is waited for elsewhere.
public final class RetentionModel {
    /// A hundred years: more is for ever.
    static final int MOST_DAYS = 36_500;

    private static final int LINES = 4;

    private final Retention retention;
    private final InOrder work;
    private final Wording wording;
    private final Value<View> view = new Value<>(new View(OptionalInt.empty(), new Step.Resting(), Optional.empty()));

    public RetentionModel(Retention retention, Background background, Wording wording) {
        this.retention = retention;
        this.work = new InOrder(background);
        this.wording = wording;
    }

    /// @param days    what counts now; empty is for ever
    /// @param problem why something was not done
    public record View(OptionalInt days, Step step, Optional<String> problem) {}

    /// Where a change stands.
    public sealed interface Step {
        record Resting() implements Step {}

        /// What would go is being looked up.
        record Looking() implements Step {}

        /// @param going what would go, in a sentence
        /// @param lines the first of it
        record Asking(int days, String going, List<String> lines) implements Step {}
    }

    public Value<View> view() {
        return view;
    }

    public void refresh() {
        work.run(
                () -> days(retention.setting()),
                days -> view.set(new View(days, view.get().step(), view.get().problem())),
                this::failed);
    }

    private static OptionalInt days(Optional<Setting> setting) {
        return setting.map(now -> OptionalInt.of(now.days())).orElse(OptionalInt.empty());
    }

    /// Looks what would go with this limit, and asks.
    public void look(String text) {
        if (!text.strip().matches("\\d{1,5}")
                || Integer.parseInt(text.strip()) < 1
                || Integer.parseInt(text.strip()) > MOST_DAYS) {
            view.set(new View(view.get().days(), new Step.Resting(), Optional.of(wording.say("days.bad"))));
            return;
        }
        int days = Integer.parseInt(text.strip());
        if (view.get().days().equals(OptionalInt.of(days))) {
            leave();
            return;
        }
        view.set(new View(view.get().days(), new Step.Looking(), Optional.empty()));
        work.run(
                () -> retention.preview(days),
                preview -> view.set(new View(view.get().days(), asking(days, preview), Optional.empty())),
                this::failed);
    }

    private Step asking(int days, Preview preview) {
        int messages = Math.toIntExact(preview.messages().count());
        int facts = Math.toIntExact(preview.facts().count());
        String going = messages == 0
                ? wording.say("going.none")
                : facts == 0
                        ? wording.count("going", messages)
                        : wording.say(
                                "going.facts", wording.count("messages", messages), wording.count("facts", facts));
        List<String> lines =
                preview.messages().first().stream().limit(LINES).map(Line::text).toList();
        return new Step.Asking(days, going, lines);
    }

    /// Keeps messages for as long as was asked.
    public void keep() {
        if (!(view.get().step() instanceof Step.Asking asking)) return;
        set(() -> retention.keepFor(asking.days()));
    }

    public void keepForEver() {
        if (view.get().days().isEmpty()) leave();
        else set(retention::keepForEver);
    }

    /// Erases what is too old, if that was not done for a day; a failure stays due.
    ///
    /// @param erased something is gone
    public void applyIfDue(Runnable erased) {
        work.run(
                () -> retention.isDue() && retention.apply().messages() > 0,
                gone -> {
                    if (gone) erased.run();
                },
                _ -> {});
    }

    private void set(Runnable change) {
        work.run(
                () -> {
                    change.run();
                    return days(retention.setting());
                },
                days -> view.set(new View(days, new Step.Resting(), Optional.empty())),
                this::failed);
    }

    /// Leaves it as it is.
    public void leave() {
        view.set(new View(view.get().days(), new Step.Resting(), Optional.empty()));
    }

    private void failed(Exception failure) {
        view.set(new View(view.get().days(), new Step.Resting(), Optional.of(wording.sentence(failure))));
    }
}
