package keepsake.app.assistant;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Keeps text that enters a prompt from being read as part of the prompt's own structure.
///
/// Chat templates mark turns with special tokens, and a tokenizer that parses them cannot tell ours from ones that
/// somebody typed or that came with a memory. What looks like one is stripped from memories (they are quoted data) and
/// broken up by an invisible joiner in what people say (which must stay readable to the model, and is never changed in
/// the store).
final class PromptText {
    private static final String JOINER = "\u2060";

    // <|im_start|>, <|eot_id|>, DeepSeek's full-width bars, <s>, </s>, <bos>, <start_of_turn>, [INST], [TOOL_CALLS],
    // <<SYS>>.
    private static final Pattern SPECIAL = Pattern.compile(
            "<\\s*[|\\uFF5C][^<>\\n]{0,64}?[|\\uFF5C]?\\s*>"
                    + "|<[|\\uFF5C]"
                    + "|[|\\uFF5C]>"
                    + "|<\\s*/?\\s*(?:s|bos|eos|unk|pad|mask|cls|sep|sop|eop|eod|eot|endoftext"
                    + "|(?:start|end)_of_(?:turn|text|image|role)|(?:start|end)_header_id"
                    + "|think|tool_call|tool_response|tools?|fim_\\w{1,16}|reserved_\\w{1,32})\\s*>"
                    + "|\\[\\s*/?\\s*(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS|TOOL_CONTENT|ARGS|IMG\\w*"
                    + "|gMASK|MASK|BOS|EOS|CLS|SEP|PAD|UNK)\\s*\\]"
                    + "|<<\\s*/?\\s*SYS\\s*>>",
            Pattern.CASE_INSENSITIVE);

    private PromptText() {}

    /// A memory as one quoted line: no special-token look-alikes, no line breaks, no quotation marks that could end the
    /// quote, at most `longest` characters.
    static String quoted(String memory, int longest) {
        String clean = memory;
        // Stripping can put a new look-alike together from the pieces around it.
        for (String before = ""; !before.equals(clean); ) {
            before = clean;
            clean = SPECIAL.matcher(clean).replaceAll("");
        }
        StringBuilder line = new StringBuilder();
        clean.codePoints().forEach(c -> line.appendCodePoint(plain(c)));
        String text = line.toString().replaceAll(" {2,}", " ").strip();
        return "\"" + shortened(text, longest) + "\"";
    }

    private static int plain(int c) {
        return switch (c) {
            case '"', '\u201C', '\u201D', '\u201E', '\u00AB', '\u00BB' -> '\'';
            default -> Character.isISOControl(c) || c == '\u2028' || c == '\u2029' ? ' ' : c;
        };
    }

    private static String shortened(String text, int longest) {
        if (text.length() <= longest) return text;
        int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
        int space = text.lastIndexOf(' ', end);
        return text.substring(0, space > longest / 2 ? space : end) + "\u2026";
    }

    /// What somebody said, with look-alikes broken up so that no tokenizer takes them for the template's own.
    static String said(String text) {
        return SPECIAL.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        found.group().charAt(0) + JOINER + found.group().substring(1)));
    }
}
