package keepsake.runtime.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HostDeathTest {
    @Test
    void saysWhatHappenedInPlainWords() {
        assertThat(HostDeath.sentence(137)).contains("killed (signal 9)").contains("memory");
        assertThat(HostDeath.sentence(134)).contains("crashed in native code (signal 6)");
        assertThat(HostDeath.sentence(139)).contains("crashed in native code (signal 11)");
        assertThat(HostDeath.sentence(143)).contains("ended from outside");
        assertThat(HostDeath.sentence(HostDeath.OUT_OF_HEAP)).contains("ran out of memory");
        assertThat(HostDeath.sentence(HostDeath.HUNG)).contains("did nothing for 120 seconds");
        assertThat(HostDeath.sentence(1)).contains("exit status 1");
    }

    @Test
    void alwaysSaysThatNothingIsLostAndWhatToDo() {
        for (int exit = 0; exit < 256; exit++) {
            assertThat(HostDeath.sentence(exit))
                    .contains("Your messages are kept")
                    .endsWith("to go on.");
        }
    }
}
