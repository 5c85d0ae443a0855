package keepsake.memory.archive.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import keepsake.memory.Message;
import keepsake.memory.archive.format.MessageTree.Said;
import tools.jackson.databind.JsonNode;

/// A `message` of ChatGPT's export as what was said, if it was said by one of the two to the other.
final class ChatGptMessage {
    private static final Set<String> THOUGHTS = Set.of("thoughts", "reasoning_recap");
    private static final Set<String> INSTRUCTIONS = Set.of("user_editable_context", "model_editable_context");
    private static final Set<String> TOOLS = Set.of(
            "execution_output",
            "tether_browsing_display",
            "tether_quote",
            "sonic_webpage",
            "system_error",
            "computer_output");

    private ChatGptMessage() {}

    static Optional<Said> read(JsonNode message, Findings findings) {
        if (!message.isObject()) return Optional.empty();
        Optional<String> reason = reasonToLeaveOut(message);
        if (reason.isPresent()) {
            findings.leaveOut(reason.get());
            return Optional.empty();
        }
        String text = text(message, findings);
        if (text.isBlank()) {
            findings.leaveOut("empty messages");
            return Optional.empty();
        }
        boolean user = role(message).equals("user");
        return Optional.of(new Said(
                user ? Message.Role.USER : Message.Role.ASSISTANT,
                text,
                Times.ofSeconds(message.path("create_time").asDouble(0)),
                state(message),
                user ? Optional.empty() : Optional.of(madeBy(message))));
    }

    private static Optional<String> reasonToLeaveOut(JsonNode message) {
        String role = role(message);
        String type = type(message);
        if (role.equals("tool")) return Optional.of("tool messages");
        if (INSTRUCTIONS.contains(type)) return Optional.of("custom instructions");
        if (role.equals("system")) return Optional.of("system messages");
        if (!role.equals("user") && !role.equals("assistant")) return Optional.of("messages of unknown roles");
        if (message.path("metadata")
                .path("is_visually_hidden_from_conversation")
                .asBoolean(false)) {
            return Optional.of("hidden messages");
        }
        if (THOUGHTS.contains(type)) return Optional.of("thoughts");
        if (TOOLS.contains(type)) return Optional.of("tool messages");
        String recipient = message.path("recipient").asString("all");
        if (role.equals("assistant") && !recipient.equals("all")) return Optional.of("tool calls");
        return Optional.empty();
    }

    private static String role(JsonNode message) {
        return message.path("author").path("role").asString("");
    }

    private static String type(JsonNode message) {
        return message.path("content").path("content_type").asString("");
    }

    private static Message.State state(JsonNode message) {
        return message.path("status").asString("").equals("in_progress")
                ? Message.State.INTERRUPTED
                : Message.State.COMPLETE;
    }

    private static String madeBy(JsonNode message) {
        String model = message.path("metadata").path("model_slug").asString("");
        return model.isBlank() ? "ChatGPT" : "ChatGPT · " + Json.shown(model);
    }

    private static String text(JsonNode message, Findings findings) {
        JsonNode content = message.path("content");
        List<String> parts = new ArrayList<>();
        for (JsonNode part : content.path("parts").values()) {
            String text = part.isString() ? part.stringValue("") : part(part, findings);
            if (!text.isEmpty()) parts.add(text);
        }
        String plain = content.path("text").stringValue("");
        if (!plain.isEmpty()) {
            boolean code = type(message).equals("code");
            parts.add(code ? fenced(content.path("language").stringValue(""), plain) : plain);
        }
        if (parts.isEmpty() && !type(message).isEmpty() && !isText(message)) {
            parts.add(Marks.unknown(type(message)));
            findings.leaveOut("attachments");
        }
        attachments(message, parts, findings);
        return String.join("\n", parts);
    }

    private static boolean isText(JsonNode message) {
        String type = type(message);
        return type.equals("text") || type.equals("multimodal_text") || type.equals("code");
    }

    private static String fenced(String language, String code) {
        String name = language.matches("[A-Za-z0-9+#.-]{1,20}") && !language.equals("unknown") ? language : "";
        return "```" + name + "\n" + code + "\n```";
    }

    private static String part(JsonNode part, Findings findings) {
        String type = part.path("content_type").asString("");
        String text = part.path("text").stringValue("");
        if (!text.isBlank()) return text;
        findings.leaveOut("attachments");
        if (type.contains("image")) return Marks.IMAGE;
        if (type.contains("audio")) return Marks.AUDIO;
        if (type.contains("video")) return Marks.VIDEO;
        return Marks.unknown(type);
    }

    private static void attachments(JsonNode message, List<String> parts, Findings findings) {
        for (JsonNode attachment : message.path("metadata").path("attachments").values()) {
            String name = attachment.path("name").asString("");
            boolean shown =
                    attachment.path("mime_type").asString("").startsWith("image/") && parts.contains(Marks.IMAGE);
            if (shown) continue;
            findings.leaveOut("attachments");
            parts.add(Marks.attachment(name));
        }
    }
}
