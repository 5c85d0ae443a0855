package keepsake.memory.archive.format;

import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// JSON with bounds that a hostile file runs into before it hurts.
final class Json {
    /// The longest text of a message or a line.
    static final int LONGEST = 64 << 20;

    static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(LONGEST)
                            .maxNestingDepth(200)
                            .build())
                    .build())
            .build();

    /// Reads one value of several and leaves the parser where it ends.
    static final JsonMapper VALUES = MAPPER.rebuild()
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final int LONGEST_SHOWN = 160;

    private static final Pattern CONTROL = Pattern.compile("[\\s\\p{Cntrl}]+");

    private Json() {}

    /// A part of a sentence that says what is wrong.
    static String why(Exception problem) {
        // What the parser expected instead is for programmers.
        if (problem instanceof StreamReadException) return "the text there is no JSON";
        String message = problem instanceof JacksonException syntax
                ? Optional.ofNullable(syntax.getOriginalMessage()).orElse("it is no JSON")
                : Optional.ofNullable(problem.getMessage()).orElse("it cannot be read");
        return shown(message);
    }

    /// Somebody else's words on one line, at most 160 characters.
    static String shown(String text) {
        String line = CONTROL.matcher(text).replaceAll(" ").strip();
        if (line.length() <= LONGEST_SHOWN) return line;
        int end = Character.isHighSurrogate(line.charAt(LONGEST_SHOWN - 1)) ? LONGEST_SHOWN - 1 : LONGEST_SHOWN;
        return line.substring(0, end) + "…";
    }
}
