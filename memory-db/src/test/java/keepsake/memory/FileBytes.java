package keepsake.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// Every byte of every file in a folder, searched for words in the forms in which files may hold them: as they are and
/// in
/// lower case, in UTF-8 and both UTF-16, and in base64 at any of its three offsets.
final class FileBytes {
    private final Map<Path, byte[]> files = new LinkedHashMap<>();

    static FileBytes of(Path folder) {
        FileBytes bytes = new FileBytes();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) bytes.files.put(file, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes;
    }

    /// Where any form of any of the words lies: `word in file`. All words at once, each by its first bytes.
    List<String> holding(List<String> words) {
        Map<Integer, List<Form>> forms = new HashMap<>();
        for (String word : words) {
            for (byte[] form : formsOf(word)) {
                forms.computeIfAbsent(start(form, 0), _ -> new ArrayList<>()).add(new Form(word, form));
            }
        }
        List<String> found = new ArrayList<>();
        files.forEach((file, bytes) -> {
            for (int i = 0; i + 4 <= bytes.length; i++) {
                List<Form> candidates = forms.get(start(bytes, i));
                if (candidates == null) continue;
                for (Form form : candidates) {
                    if (form.isAt(bytes, i)) found.add(form.word + " in " + file.getFileName());
                }
            }
        });
        return found.stream().distinct().toList();
    }

    private static final class Form {
        private final String word;
        private final byte[] bytes;

        private Form(String word, byte[] bytes) {
            this.word = word;
            this.bytes = bytes;
        }

        boolean isAt(byte[] file, int at) {
            if (at + bytes.length > file.length) return false;
            for (int i = 0; i < bytes.length; i++) if (file[at + i] != bytes[i]) return false;
            return true;
        }
    }

    private static int start(byte[] bytes, int at) {
        return bytes[at] << 24 | (bytes[at + 1] & 0xff) << 16 | (bytes[at + 2] & 0xff) << 8 | (bytes[at + 3] & 0xff);
    }

    private static List<byte[]> formsOf(String word) {
        List<byte[]> forms = new ArrayList<>();
        for (String spelled : List.of(word, word.toLowerCase(Locale.ROOT), word.toUpperCase(Locale.ROOT))) {
            forms.add(spelled.getBytes(StandardCharsets.UTF_8));
            forms.add(spelled.getBytes(StandardCharsets.UTF_16LE));
            forms.add(spelled.getBytes(StandardCharsets.UTF_16BE));
        }
        byte[] plain = word.getBytes(StandardCharsets.UTF_8);
        for (int offset = 0; offset < 3; offset++) {
            byte[] shifted = new byte[plain.length - offset - (plain.length - offset) % 3];
            System.arraycopy(plain, offset, shifted, 0, shifted.length);
            // The shortest words have no form of their own there.
            if (shifted.length >= 6)
                forms.add(Base64.getEncoder().withoutPadding().encode(shifted));
        }
        return forms;
    }
}
