package keepsake.memory.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventTimesTest {
    private static final Instant SAID = Instant.parse("2023-05-08T13:56:00Z");

    private static List<EventTimes.EventTime> of(String text) {
        return EventTimes.of(text, SAID, ZoneOffset.UTC);
    }

    @Test
    void yesterdayIsTheDayBeforeItWasSaid() {
        assertThat(of("Yesterday I went to a support group."))
                .containsExactly(new EventTimes.EventTime(
                        "Yesterday",
                        LocalDate.of(2023, 5, 7),
                        LocalDate.of(2023, 5, 7),
                        List.of("7 may 2023", "sunday")));
    }

    @Test
    void longerTimesAreFoundByTheirMonthsOrYears() {
        assertThat(of("Last month we moved.").getFirst().keys()).containsExactly("april 2023");
        assertThat(of("Last year we moved.").getFirst().keys()).containsExactly("2022");
        assertThat(of("We met last winter.").getFirst().keys())
                .containsExactly("december 2022", "january 2023", "february 2023");
    }

    @Test
    void theDayDependsOnWhereItWasSaid() {
        Instant late = Instant.parse("2023-05-08T23:30:00Z");
        assertThat(EventTimes.of("today", late, ZoneId.of("Europe/Berlin"))
                        .getFirst()
                        .first())
                .isEqualTo(LocalDate.of(2023, 5, 9));
    }

    @Test
    void vagueWordsAreNoKeys() {
        assertThat(of("I met her recently.")).isEmpty();
    }
}
