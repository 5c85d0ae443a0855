package keepsake.memory.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import keepsake.memory.time.TimeExpression.Relation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TimeExpressionsTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final ZonedDateTime NOW = ZonedDateTime.of(2023, 6, 14, 12, 0, 0, 0, BERLIN);

    static Optional<NamedDate> named(String name) {
        return switch (name) {
            case "user.birthday" -> Optional.of(new NamedDate.EveryYear(MonthDay.of(7, 28)));
            case "user.anniversary" -> Optional.of(new NamedDate.EveryYear(MonthDay.of(2, 29)));
            case "user.wedding" -> Optional.of(new NamedDate.Once(LocalDate.of(2015, 9, 5)));
            case "anna.birthday" -> Optional.of(new NamedDate.EveryYear(MonthDay.of(3, 3)));
            default -> Optional.empty();
        };
    }

    static Stream<Arguments> cases() throws IOException {
        try (InputStream in = TimeExpressionsTest.class.getResourceAsStream("cases.txt")) {
            if (in == null) throw new IOException("cases.txt is missing");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> line.contains(" => "))
                            .map(line -> Arguments.of((Object[]) line.split(" => ", 2)))
                            .toList()
                            .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isFound(String text, String expected) {
        List<TimeExpression> found = TimeExpressions.find(text, NOW, TimeExpressionsTest::named);
        assertThat(written(found)).isEqualTo(expected.strip());
    }

    private static String written(List<TimeExpression> found) {
        if (found.isEmpty()) return "-";
        return found.stream().map(TimeExpressionsTest::written).collect(Collectors.joining("; "));
    }

    private static String written(TimeExpression found) {
        LocalDate first = found.interval().firstDay();
        LocalDate last = found.interval().lastDay();
        return found.text() + " = " + first + (first.equals(last) ? "" : ".." + last)
                + (found.relation() == Relation.WITHIN ? "" : " " + found.relation());
    }

    @Test
    void southOfTheEquatorSummerIsInJanuary() {
        assertThat(TimeExpressions.find("last summer", NOW, TimeExpressionsTest::named, Hemisphere.SOUTHERN))
                .singleElement()
                .satisfies(found -> assertThat(written(found)).isEqualTo("last summer = 2022-12-01..2023-02-28"));
    }

    @Test
    void aDayOfTheClockChangeHasItsOwnLength() {
        ZonedDateTime now = ZonedDateTime.of(2023, 3, 27, 9, 0, 0, 0, BERLIN);
        Interval yesterday = TimeExpressions.find("yesterday", now, TimeExpressionsTest::named)
                .getFirst()
                .interval();
        assertThat(yesterday.from().toInstant()).isEqualTo(Instant.parse("2023-03-25T23:00:00Z"));
        assertThat(yesterday.to().toInstant()).isEqualTo(Instant.parse("2023-03-26T22:00:00Z"));
    }

    @Test
    void yearsTurn() {
        ZonedDateTime newYear = ZonedDateTime.of(2024, 1, 1, 0, 0, 0, 0, BERLIN);
        assertThat(written(TimeExpressions.find("yesterday", newYear, TimeExpressionsTest::named)))
                .isEqualTo("yesterday = 2023-12-31");
        assertThat(written(TimeExpressions.find("last month", newYear, TimeExpressionsTest::named)))
                .isEqualTo("last month = 2023-12-01..2023-12-31");
        assertThat(written(TimeExpressions.find("last week", newYear, TimeExpressionsTest::named)))
                .isEqualTo("last week = 2023-12-25..2023-12-31");
        assertThat(written(TimeExpressions.find("last winter", newYear, TimeExpressionsTest::named)))
                .isEqualTo("last winter = 2022-12-01..2023-02-28");
    }

    @Test
    void relationsSayWhichInstantsAreMeant() {
        Instant inMay = Instant.parse("2023-05-10T10:00:00Z");
        Instant inApril = Instant.parse("2023-04-10T10:00:00Z");
        Instant inJune = Instant.parse("2023-06-10T10:00:00Z");
        record Case(String text, boolean april, boolean may, boolean june) {}
        for (Case c : List.of(
                new Case("in May 2023", false, true, false),
                new Case("before May 2023", true, false, false),
                new Case("after May 2023", false, false, true),
                new Case("since May 2023", false, true, true),
                new Case("until May 2023", true, true, false))) {
            TimeExpression found = TimeExpressions.find(c.text(), NOW, TimeExpressionsTest::named)
                    .getFirst();
            assertThat(List.of(found.holds(inApril), found.holds(inMay), found.holds(inJune)))
                    .as(c.text())
                    .containsExactly(c.april(), c.may(), c.june());
        }
    }
}
