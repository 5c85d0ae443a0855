package keepsake.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProseTest {
    @Test
    void textCannotSteerTheTerminal() {
        assertThat(Prose.harmless("a\u001b[2Jb\u0007c\r\n\td")).isEqualTo("a[2Jbc\n\td");
    }

    @Test
    void aLineIsCutByCharactersNotByHalves() {
        assertThat(Prose.line("🛥🛥🛥🛥", 3)).isEqualTo("🛥🛥…");
        assertThat(Prose.line(" two\n words ", 20)).isEqualTo("two words");
    }

    @Test
    void columnsAreAligned() {
        assertThat(Prose.table(List.of(List.of("f1", "ä", "x"), List.of("f10", "longer", ""))))
                .isEqualTo("f1   ä       x\nf10  longer\n");
    }

    @Test
    void sizesAreReadable() {
        assertThat(List.of(Prose.size(8_002), Prose.size(98_362_432), Prose.size(1_117_320_768)))
                .containsExactly("8.0 kB", "98 MB", "1.12 GB");
    }
}
