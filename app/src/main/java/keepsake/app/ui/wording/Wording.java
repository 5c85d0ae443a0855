package keepsake.app.ui.wording;

import java.text.MessageFormat;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.ResourceBundle;
import keepsake.memory.MemoryException;

/// The texts of one view, with the dates and numbers in them written the way that language writes them.
///
/// The bundle's key `language` names the language it is in, so that an English window never shows a German month.
///
/// @param texts the bundle; FXML reads it directly
/// @param zone  decides which day it is
public record Wording(ResourceBundle texts, ZoneId zone) {
    /// @param bundle base name of the resource bundle, for example `keepsake.app.ui.memory.memory`
    public static Wording of(String bundle, ZoneId zone) {
        return new Wording(ResourceBundle.getBundle(bundle), zone);
    }

    public String say(String key, Object... values) {
        return new MessageFormat(texts.getString(key), language()).format(values);
    }

    /// The text for a number of things: `key.one` or `key.many`, with the number as `{0}` and the rest after it.
    public String count(String key, int number) {
        return say(key + (number == 1 ? ".one" : ".many"), number);
    }

    /// A day, for example `3 May 2026`.
    public String day(Instant instant) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(language())
                .format(instant.atZone(zone));
    }

    /// What to tell a person about a failure of the memory. [MemoryException]s say it themselves; for anything else the
    /// bundle has the key `failed`.
    public String sentence(Exception failure) {
        return failure instanceof MemoryException known ? String.valueOf(known.getMessage()) : say("failed");
    }

    private Locale language() {
        return Locale.forLanguageTag(texts.getString("language"));
    }
}
