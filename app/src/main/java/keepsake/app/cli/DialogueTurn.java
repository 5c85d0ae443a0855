package keepsake.app.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// One turn of a dialogue of the LoCoMo and REALTALK format.
///
/// @param key   its `dia_id`; its position where it has none
/// @param text  what was said, and what a picture shows in brackets
/// @param saidAt the session's time, a second later for every turn
record DialogueTurn(String key, String speaker, String text, int session, Instant saidAt) {
    private static final Pattern SESSION = Pattern.compile("session_(\\d{1,6})");

    private static final List<DateTimeFormatter> DATES = List.of(
            format("h:mm a 'on' d MMMM, uuuu"),
            format("d.M.uuuu, H:mm:ss"),
            format("uuuu-M-d'T'H:mm:ss"),
            format("uuuu-M-d H:mm:ss"),
            format("d MMMM, uuuu h:mm a"),
            format("d.M.uuuu, H:mm"),
            format("d.M.uuuu H:mm:ss"));

    /// The turns of one sample, in order.
    static List<DialogueTurn> of(JsonNode sample, Path file) {
        JsonNode conversation = sample.path("conversation");
        List<DialogueTurn> turns = new ArrayList<>();
        for (int session : sessions(conversation)) {
            Instant at = time(EvalData.text(conversation, "session_" + session + "_date_time", file));
            for (JsonNode turn : conversation.path("session_" + session)) {
                String caption = turn.path("blip_caption").asString("");
                turns.add(new DialogueTurn(
                        turn.path("dia_id").asString("#" + turns.size()),
                        EvalData.text(turn, "speaker", file),
                        turn.path("text").asString("") + (caption.isBlank() ? "" : " (" + caption + ")"),
                        session,
                        at));
                at = at.plusSeconds(1);
            }
        }
        return turns;
    }

    private static List<Integer> sessions(JsonNode conversation) {
        List<Integer> sessions = new ArrayList<>();
        for (String name : conversation.propertyNames()) {
            Matcher session = SESSION.matcher(name);
            if (session.matches()) sessions.add(Integer.parseInt(session.group(1)));
        }
        sessions.sort(Comparator.naturalOrder());
        return sessions;
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
