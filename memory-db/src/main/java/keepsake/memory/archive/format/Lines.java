package keepsake.memory.archive.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// The lines of a file as they are between line feeds; a carriage return is a character like any other. Bytes that are
/// no UTF-8 become U+FFFD. A line longer than [Json#LONGEST] bytes is cut there.
final class Lines {
    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int at;
    private int filled;
    private long number;
    private boolean more = true;
    private String text = "";

    Lines(InputStream in) {
        this.in = in;
    }

    /// Goes to the next line. After the last line feed there is one more line, mostly an empty one.
    ///
    /// @return whether there is one
    boolean next() throws IOException {
        if (!more) return false;
        line.reset();
        number++;
        while (true) {
            if (at == filled) {
                filled = Math.max(0, in.read(buffer));
                at = 0;
                if (filled == 0) {
                    more = false;
                    break;
                }
            }
            int end = at;
            while (end < filled && buffer[end] != '\n') end++;
            line.write(buffer, at, Math.min(end - at, Json.LONGEST - line.size()));
            at = end;
            if (end < filled) {
                at++;
                break;
            }
        }
        text = line.toString(StandardCharsets.UTF_8);
        return true;
    }

    String text() {
        return text;
    }

    /// From 1.
    long number() {
        return number;
    }

    /// Whether this is what follows the last line feed.
    boolean isLast() {
        return !more;
    }
}
