package keepsake.app;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The command line as it was typed. In the C locale, the default in containers and scheduled jobs, Java decodes
/// arguments as ASCII and loses everything else; Linux still has the bytes, and they are UTF-8 nearly always.
final class CommandArguments {
    private CommandArguments() {}

    static String[] asTyped(String[] decoded) {
        boolean damaged = Arrays.stream(decoded).anyMatch(word -> word.indexOf('\uFFFD') >= 0);
        return damaged ? fromSystem(decoded.length).orElse(decoded) : decoded;
    }

    private static Optional<String[]> fromSystem(int count) {
        try {
            return parse(Files.readAllBytes(Path.of("/proc/self/cmdline")), count);
        } catch (IOException notLinux) {
            return Optional.empty();
        }
    }

    /// The last `count` arguments of `line`, whose arguments each end with a zero byte.
    static Optional<String[]> parse(byte[] line, int count) {
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < line.length; i++) {
            if (line[i] != 0) continue;
            try {
                words.add(StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(line, start, i - start))
                        .toString());
            } catch (CharacterCodingException anotherEncoding) {
                words.add(new String(line, start, i - start, Charset.defaultCharset()));
            }
            start = i + 1;
        }
        return words.size() < count
                ? Optional.empty()
                : Optional.of(words.subList(words.size() - count, words.size()).toArray(String[]::new));
    }
}
