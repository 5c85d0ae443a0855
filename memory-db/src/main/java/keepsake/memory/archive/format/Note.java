package keepsake.memory.archive.format;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import keepsake.memory.ArchivedConversation;
import keepsake.memory.ArchivedConversation.Revision;
import keepsake.memory.ArchivedMessage;
import keepsake.memory.Message;

/// A Markdown note as a conversation: its path is the key, its passages are messages of the user. A passage is named by
/// its words and all before it, so of an edited note what comes before the edit stays and the rest is replaced.
final class Note {
    static final String ORIGIN = "markdown";

    /// YAML at the beginning of a note: what Obsidian calls properties.
    private static final Pattern FRONT = Pattern.compile("(?sm)\\A---[ \\t]*\\R(.{0,20000}?)^---[ \\t\\r]*$");

    private static final Pattern TITLE = property("title");
    private static final Pattern DATE = property("date|created|created_at|created-at");
    private static final int KEY_BYTES = 16;

    private Note() {}

    private static Pattern property(String names) {
        return Pattern.compile("^(?:" + names + "):[ \\t]*(\\S.*?)[ \\t\\r]*$", Pattern.MULTILINE);
    }

    /// @param path     relative, with `/`
    /// @param modified when the file was last changed
    /// @return empty when there is nothing in it
    static Optional<ArchivedConversation> of(String path, String text, Instant modified) {
        List<String> passages = Passages.of(text);
        if (passages.isEmpty()) return Optional.empty();
        Matcher front = FRONT.matcher(text);
        String properties = front.find() ? front.group(1) : "";
        Instant written = property(DATE, properties).flatMap(Times::ofIso).orElse(modified);
        List<ArchivedMessage> messages = new ArrayList<>();
        Optional<String> before = Optional.empty();
        for (String passage : passages) {
            String key = key(before.orElse("") + "\n" + passage);
            messages.add(new ArchivedMessage(key, before, Message.Role.USER, Optional.empty(), passage, written));
            before = Optional.of(key);
        }
        String title = property(TITLE, properties).orElseGet(() -> fileName(path));
        return Optional.of(new ArchivedConversation(
                ORIGIN, path, Json.shown(title), written, written, messages, Revision.REPLACED));
    }

    private static Optional<String> property(Pattern pattern, String properties) {
        Matcher matcher = pattern.matcher(properties);
        if (!matcher.find()) return Optional.empty();
        String value = matcher.group(1).strip();
        boolean quoted = value.length() >= 2
                && ((value.startsWith("\"") && value.endsWith("\"")) || (value.startsWith("'") && value.endsWith("'")));
        String bare = quoted ? value.substring(1, value.length() - 1) : value;
        return bare.isBlank() ? Optional.empty() : Optional.of(bare);
    }

    private static String fileName(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private static String key(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, KEY_BYTES);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
