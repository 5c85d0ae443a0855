package keepsake.app.ui.chat;

import javafx.scene.Node;

/// The view of one entry; it stays while the entry changes.
interface EntryView {
    Node node();

    /// Shows the entry's present state; the entry is of the kind that this view was made for.
    void show(Entry entry);
}
