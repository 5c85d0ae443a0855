package keepsake.app.ui.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MomentsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "2026-11-21T09:59:30Z, just now",
        "2026-11-21T10:00:30Z, just now",
        "2026-11-21T08:05:00Z, 08:05",
        "2026-11-20T23:59:00Z, Yesterday",
        "2026-11-17T12:00:00Z, Tuesday",
        "2026-05-03T12:00:00Z, 3 May",
        "2025-05-03T12:00:00Z, 3 May 2025"
    })
    void aDateIsSaidTheWayAPersonWould(Instant then, String said) {
        assertThat(Moments.ago(then, NOW, ZoneOffset.UTC)).isEqualTo(said);
    }

    @Test
    void theZoneDecidesWhichDayItIs() {
        Instant lateInLondon = Instant.parse("2026-11-20T23:30:00Z");
        assertThat(Moments.ago(lateInLondon, NOW, ZoneId.of("Europe/Berlin"))).isEqualTo("00:30");
    }

    @Test
    void amountsAreShort() {
        assertThat(Sizes.bytes(1_117_320_736L)).isEqualTo("1.1 GB");
        assertThat(Sizes.bytes(98_000_000)).isEqualTo("98 MB");
        assertThat(Sizes.bytes(1)).isEqualTo("1 kB");
        assertThat(Sizes.mib(1200)).isEqualTo("1,200 MiB");
    }
}
