package keepsake.memory.vector;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import keepsake.memory.Message;

/// What an embedding model is given of a memory. Whatever changes here changes the vectors; [#FORM] is part of their
/// model's name, so that everything is embedded anew.
final class EmbeddedText {
    /// To be changed with the text.
    static final String FORM = "1";

    /// UTC: where the user is when reading must not decide what a message means.
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private EmbeddedText() {}

    /// A message: when and by whom it was said is asked for as often as what was said.
    static String of(Instant saidAt, Message.Role role, String text) {
        return DAY.format(saidAt) + " " + (role == Message.Role.USER ? "I" : "Keepsake") + ": " + text;
    }

    /// A fact.
    static String of(String subject, String statement) {
        return subject + ": " + statement;
    }
}
