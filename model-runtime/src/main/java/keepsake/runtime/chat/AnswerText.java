package keepsake.runtime.chat;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/// Makes whole characters of the bytes of tokens, which often end in the middle of one, and watches for texts that
/// end an answer. Bytes that are not UTF-8 become U+FFFD. Threads: one.
public final class AnswerText {
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final List<String> stops;
    private final Consumer<String> listener;
    private final StringBuilder text = new StringBuilder();
    private byte[] incomplete = {};
    private int told;
    private boolean ended;

    /// @param stops    texts that end the answer and are not part of it
    /// @param listener hears the text piece by piece, never empty ones
    public AnswerText(List<String> stops, Consumer<String> listener) {
        this.stops = stops;
        this.listener = listener;
    }

    /// The bytes of one more token.
    ///
    /// @return false when a stop text has ended the answer
    public boolean append(byte[] bytes) {
        if (ended) return false;
        ByteBuffer in = ByteBuffer.allocate(incomplete.length + bytes.length);
        in.put(incomplete).put(bytes).flip();
        CharBuffer out = CharBuffer.allocate(in.remaining() + 1);
        decoder.reset().decode(in, out, false);
        incomplete = new byte[in.remaining()];
        in.get(incomplete);
        text.append(out.flip());
        for (String stop : stops) {
            int at = text.indexOf(stop, Math.max(0, told - stop.length()));
            if (at < 0) continue;
            text.setLength(at);
            ended = true;
        }
        tell(ended ? text.length() : text.length() - beginningOfAStop());
        return !ended;
    }

    /// No more will come: what was held back because it could have become a stop text is told.
    public void finish() {
        tell(text.length());
    }

    /// All of it.
    public String text() {
        return text.toString();
    }

    private void tell(int upTo) {
        if (upTo <= told) return;
        String more = text.substring(told, upTo);
        told = upTo;
        listener.accept(more);
    }

    /// Length of the longest end of the text that a stop text begins with.
    private int beginningOfAStop() {
        int longest = 0;
        for (String stop : stops) {
            for (int n = Math.min(stop.length() - 1, text.length()); n > longest; n--) {
                if (text.indexOf(stop.substring(0, n), text.length() - n) >= 0) longest = n;
            }
        }
        return longest;
    }
}
