package keepsake.app.ui.text;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// Dates the way a person says them.
public final class Moments {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter WEEKDAY = DateTimeFormatter.ofPattern("EEEE", Locale.ENGLISH);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);
    private static final DateTimeFormatter LONG_AGO = DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH);

    private Moments() {}

    /// `just now`, `14:05`, `Yesterday`, `Monday`, `3 May`, `3 May 2025`.
    public static String ago(Instant then, Instant now, ZoneId zone) {
        if (Duration.between(then, now).abs().compareTo(Duration.ofMinutes(1)) < 0) return Texts.of("moment.now");
        LocalDate day = LocalDate.ofInstant(then, zone);
        LocalDate today = LocalDate.ofInstant(now, zone);
        long days = ChronoUnit.DAYS.between(day, today);
        if (days == 0) return TIME.format(then.atZone(zone));
        if (days == 1) return Texts.of("moment.yesterday");
        if (days > 1 && days < 7) return WEEKDAY.format(day);
        return (day.getYear() == today.getYear() ? DAY : LONG_AGO).format(day);
    }
}
