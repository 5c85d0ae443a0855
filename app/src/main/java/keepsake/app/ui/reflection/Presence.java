package keepsake.app.ui.reflection;

import java.util.List;
import java.util.function.BooleanSupplier;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.event.EventType;
import javafx.scene.Scene;
import javafx.scene.input.InputEvent;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.util.Duration;

/// Tells whether somebody is there: they type, press or scroll, or an answer is being written for them. Moving the
/// mouse does not count, because the window makes such events itself when something moves under a resting mouse.
///
/// Threads: the FX thread.
public final class Presence {
    private static final Duration LOOK = Duration.seconds(5);
    private static final List<EventType<? extends InputEvent>> ACTS =
            List.of(KeyEvent.KEY_PRESSED, MouseEvent.MOUSE_PRESSED, ScrollEvent.SCROLL);

    private final Timeline looking;

    /// Watches until [#end].
    ///
    /// @param answering whether an answer is being written
    public Presence(Scene scene, AwayModel away, BooleanSupplier answering) {
        for (EventType<? extends InputEvent> act : ACTS) scene.addEventFilter(act, _ -> away.acted());
        looking = new Timeline(new KeyFrame(LOOK, _ -> {
            if (answering.getAsBoolean()) away.acted();
            away.look();
        }));
        looking.setCycleCount(Animation.INDEFINITE);
        looking.play();
    }

    public void end() {
        looking.stop();
    }
}
