package keepsake.app.cli;

import java.io.PrintStream;

/// One line on standard error that is written over and over; silent when nobody watches. Threads: any.
final class Progress {
    private final PrintStream err;
    private final Surroundings.Watcher watcher;
    private int shown;

    Progress(Surroundings around) {
        this.err = around.err();
        this.watcher = around.watcher();
    }

    synchronized void show(String text) {
        if (watcher != Surroundings.Watcher.PERSON) return;
        String line = Prose.line(text, 78);
        err.print("\r" + line + " ".repeat(Math.max(0, shown - line.length())));
        err.flush();
        shown = line.length();
    }

    /// Takes the line away.
    synchronized void clear() {
        if (shown == 0) return;
        err.print("\r" + " ".repeat(shown) + "\r");
        err.flush();
        shown = 0;
    }

    /// Says something that stays, for a person only.
    synchronized void note(String sentence) {
        if (watcher != Surroundings.Watcher.PERSON) return;
        clear();
        err.println(Prose.harmless(sentence));
    }
}
