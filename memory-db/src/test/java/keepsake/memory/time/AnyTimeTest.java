package keepsake.memory.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// What holds for any text, any day and any zone.
class AnyTimeTest {
    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> words = Arbitraries.of(
                "the",
                "day",
                "week",
                "after",
                "before",
                "last",
                "next",
                "may",
                "May",
                "3",
                "31",
                "rd",
                "2023",
                "1999",
                "0",
                "ago",
                "two",
                "a",
                "couple",
                "of",
                "in",
                "since",
                "until",
                "between",
                "and",
                "to",
                "Christmas",
                "'s",
                "my",
                "birthday",
                "early",
                "mid",
                "-",
                "/",
                ".",
                ",",
                "Friday",
                "weekend",
                "year",
                "months",
                "Q2",
                "90s",
                "summer",
                "vor",
                "zwei",
                "Wochen",
                "Ende",
                "Mai",
                "im",
                "morgen",
                "29",
                "February",
                "quarter",
                "decade",
                "past",
                "few");
        Arbitrary<String> phrases = words.list().ofMaxSize(12).map(list -> String.join(" ", list));
        Arbitrary<String> glued = words.list().ofMaxSize(8).map(list -> String.join("", list));
        return Arbitraries.oneOf(phrases, glued, Arbitraries.strings().all().ofMaxLength(60));
    }

    @Provide
    Arbitrary<ZonedDateTime> moments() {
        return Combinators.combine(
                        Arbitraries.integers().between(1001, 2998),
                        Arbitraries.integers().between(1, 365),
                        Arbitraries.integers().between(0, 86_399),
                        Arbitraries.of("UTC", "Europe/Berlin", "America/New_York", "Pacific/Apia", "Asia/Kathmandu"))
                .as((year, day, second, zone) -> LocalDate.ofYearDay(year, day)
                        .atTime(LocalTime.ofSecondOfDay(second))
                        .atZone(ZoneId.of(zone)));
    }

    @Property(tries = 3000)
    void everyTimeIsAPartOfTheTextAndHoldsItsDays(@ForAll("texts") String text, @ForAll("moments") ZonedDateTime now) {
        int end = 0;
        Optional<NamedDate> birthday = Optional.of(new NamedDate.EveryYear(java.time.MonthDay.of(2, 29)));
        for (TimeExpression found : TimeExpressions.find(text, now, _ -> birthday)) {
            assertThat(found.start()).isGreaterThanOrEqualTo(end);
            assertThat(found.end()).isGreaterThan(found.start());
            end = found.end();
            assertThat(text.substring(found.start(), found.end())).isEqualTo(found.text());
            Interval interval = found.interval();
            assertThat(interval.contains(interval.from().toInstant())).isTrue();
            assertThat(interval.contains(interval.to().toInstant().minusMillis(1)))
                    .isTrue();
            assertThat(interval.contains(interval.to().toInstant())).isFalse();
            assertThat(interval.days()).isPositive();
            assertThat(interval.firstDay()).isBeforeOrEqualTo(interval.lastDay());
        }
    }

    @Property(tries = 500)
    void aMessageOfAnyMomentHasTimes(
            @ForAll("texts") String text, @ForAll long second, @ForAll("moments") ZonedDateTime now) {
        Instant any =
                Instant.ofEpochSecond(Math.clamp(second, Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond()));
        assertThat(EventTimes.of(text, any, now.getZone())).isNotNull();
        for (EventTimes.EventTime time : EventTimes.of(text, now.toInstant(), now.getZone())) {
            assertThat(time.keys()).isNotEmpty();
            assertThat(time.first()).isBeforeOrEqualTo(time.last());
        }
    }

    /// Were a rule quadratic, these would take minutes.
    @Property(tries = 1)
    void endlessTextsAreReadOnce() {
        for (String piece : List.of(
                "the day after ",
                "between May and ",
                "the week before the ",
                "3-",
                "2023-",
                "a couple of ",
                "last ",
                "May ",
                "in 2 ",
                "from the ",
                "early ",
                "'s ",
                "90s ",
                "one or ")) {
            String text = piece.repeat(200_000);
            assertThat(TimeExpressions.find(text, ZonedDateTime.parse("2023-06-14T12:00Z"), _ -> Optional.empty()))
                    .isNotNull();
        }
    }
}
