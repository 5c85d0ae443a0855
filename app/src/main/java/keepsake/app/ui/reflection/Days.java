package keepsake.app.ui.reflection;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.FormatStyle;
import java.util.Locale;
import javafx.util.StringConverter;
import keepsake.app.ui.wording.Wording;
import org.jspecify.annotations.Nullable;

/// Days as the window's language writes them, for example `3 May 2026`.
final class Days extends StringConverter<LocalDate> {
    private final DateTimeFormatter format;

    Days(Wording wording) {
        this.format = DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                .withLocale(Locale.forLanguageTag(wording.texts().getString("language")));
    }

    @Override
    public String toString(@Nullable LocalDate day) {
        return day == null ? "" : format.format(day);
    }

    /// What is no day is none; the picker keeps the earlier one then.
    @Override
    public @Nullable LocalDate fromString(String text) {
        try {
            return LocalDate.parse(text.strip(), format);
        } catch (DateTimeParseException noDay) {
            return null;
        }
    }
}
