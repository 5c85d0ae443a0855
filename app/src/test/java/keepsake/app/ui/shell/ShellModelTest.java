package keepsake.app.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import keepsake.app.ui.shell.ShellModel.Page;
import keepsake.app.ui.shell.ShellModel.Panel;
import keepsake.app.ui.shell.ShellModel.Width;
import org.junit.jupiter.api.Test;

class ShellModelTest {
    private final ShellModel shell = new ShellModel();

    @Test
    void aPanelOpensAndTheSameKeyClosesIt() {
        shell.toggle(Panel.MEMORY);
        shell.toggle(Panel.MODEL);
        assertThat(shell.view().get().panel()).contains(Panel.MODEL);
        shell.toggle(Panel.MODEL);
        assertThat(shell.view().get().panel()).isEmpty();
    }

    @Test
    void below900PixelsTheWindowIsNarrow() {
        shell.width(899);
        assertThat(shell.view().get().width()).isEqualTo(Width.NARROW);
        shell.width(900);
        assertThat(shell.view().get().width()).isEqualTo(Width.WIDE);
    }

    @Test
    void escClosesWhatLiesOnTopFirst() {
        shell.page(Page.SETTINGS);
        shell.show(Panel.MODEL);
        assertThat(shell.closeTop()).isTrue();
        assertThat(shell.view().get().page()).isEqualTo(Page.CHAT);
        assertThat(shell.view().get().panel()).contains(Panel.MODEL);

        shell.width(720);
        shell.page(Page.SETTINGS);
        assertThat(shell.view().get().panel()).isEmpty();
        shell.show(Panel.MODEL);
        shell.closeTop();
        assertThat(shell.view().get().page()).isEqualTo(Page.SETTINGS);
        shell.closeTop();
        assertThat(shell.view().get().page()).isEqualTo(Page.CHAT);
        assertThat(shell.closeTop()).isFalse();
    }
}
