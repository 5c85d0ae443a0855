package keepsake.app.ui.shell;

import java.util.Optional;
import keepsake.app.ui.state.Value;

/// What the window shows where. Threads: one (see [Value]).
public final class ShellModel {
    /// Below this, the list is narrow and the right side lies over the chat.
    public static final double NARROW = 900;

    private final Value<View> view = new Value<>(new View(Page.CHAT, Optional.empty(), Sidebar.OPEN, Width.WIDE));

    /// What is in the middle.
    public enum Page {
        CHAT,
        IDENTITY,
        REFLECTION,
        SETTINGS
    }

    /// What is on the right.
    public enum Panel {
        MEMORY,
        MODEL,
        SPEED
    }

    public enum Sidebar {
        OPEN,
        HIDDEN
    }

    public enum Width {
        WIDE,
        NARROW
    }

    public record View(Page page, Optional<Panel> panel, Sidebar sidebar, Width width) {}

    public Value<View> view() {
        return view;
    }

    public void page(Page page) {
        View now = view.get();
        // A panel that lies over the page would hide what was asked for.
        Optional<Panel> panel = now.width() == Width.NARROW ? Optional.empty() : now.panel();
        view.set(new View(page, panel, now.sidebar(), now.width()));
    }

    public void show(Panel panel) {
        View now = view.get();
        view.set(new View(now.page(), Optional.of(panel), now.sidebar(), now.width()));
    }

    public void toggle(Panel panel) {
        if (view.get().panel().equals(Optional.of(panel))) closePanel();
        else show(panel);
    }

    public void closePanel() {
        View now = view.get();
        view.set(new View(now.page(), Optional.empty(), now.sidebar(), now.width()));
    }

    public void toggleSidebar() {
        sidebar(view.get().sidebar() == Sidebar.OPEN ? Sidebar.HIDDEN : Sidebar.OPEN);
    }

    public void sidebar(Sidebar sidebar) {
        View now = view.get();
        view.set(new View(now.page(), now.panel(), sidebar, now.width()));
    }

    /// The window has another size.
    public void width(double pixels) {
        View now = view.get();
        view.set(new View(now.page(), now.panel(), now.sidebar(), pixels < NARROW ? Width.NARROW : Width.WIDE));
    }

    /// What Esc closes when nothing is being written: what lies over the rest, then the page, then the panel.
    ///
    /// @return whether there was something to close
    public boolean closeTop() {
        View now = view.get();
        boolean over = now.panel().isPresent() && now.width() == Width.NARROW;
        if (now.page() != Page.CHAT && !over) page(Page.CHAT);
        else if (now.panel().isPresent()) closePanel();
        else return false;
        return true;
    }
}
