package keepsake.memory.archive.format;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;

/// Text as other programs write it: UTF-8, with or without a byte order mark. Bytes that are no UTF-8 become U+FFFD.
final class Utf8 {
    private static final int MARK = 0xFEFF;

    private Utf8() {}

    static Reader reader(InputStream in) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 1 << 16);
        reader.mark(1);
        if (reader.read() != MARK) reader.reset();
        return reader;
    }
}
