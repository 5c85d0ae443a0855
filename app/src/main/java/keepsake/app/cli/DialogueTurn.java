package keepsake.app.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// One turn of a dialogue of the LoCoMo and REALTALK format.
///
/// @param saidAt the session's time, a minute later for every turn
record DialogueTurn(String speaker, String text, int session, Instant saidAt) {
    private static final List<DateTimeFormatter> DATES =
            List.of(format("h:mm a 'on' d MMMM, uuuu"), format("d.M.uuuu, H:mm:ss"), format("uuuu-M-d'T'H:mm:ss"));

    /// The turns of one sample, in order.
    static List<DialogueTurn> of(JsonNode sample, Path file) {
        JsonNode conversation = sample.path("conversation");
        List<DialogueTurn> turns = new ArrayList<>();
        for (int session = 1;
                conversation.has("session_" + session) || conversation.has("session_" + session + "_date_time");
                session++) {
            Instant at = time(EvalData.text(conversation, "session_" + session + "_date_time", file));
            for (JsonNode turn : conversation.path("session_" + session)) {
                turns.add(new DialogueTurn(
                        EvalData.text(turn, "speaker", file), EvalData.text(turn, "text", file), session, at));
                at = at.plusSeconds(60);
            }
        }
        return turns;
    }

    private static Instant time(String text) {
        for (DateTimeFormatter format : DATES) {
            try {
                return LocalDateTime.parse(text, format).toInstant(ZoneOffset.UTC);
            } catch (DateTimeParseException another) {
                // The next form.
            }
        }
        throw CommandProblem.badInput("'" + Prose.line(text, 60) + "' is no time of a session that Keepsake knows.");
    }

    private static DateTimeFormatter format(String pattern) {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(pattern)
                .toFormatter(Locale.ENGLISH);
    }
}
