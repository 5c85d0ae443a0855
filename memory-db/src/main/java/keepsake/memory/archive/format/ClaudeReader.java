package keepsake.memory.archive.format;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keepsake.memory.ArchivedConversation;
import keepsake.memory.ArchivedMessage;
import keepsake.memory.Message;
import keepsake.memory.archive.format.JsonConversations.NotAConversation;
import keepsake.memory.archive.format.MessageTree.Said;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/// Claude's data export (Settings, Privacy, Export data): the zip archive, its folder, or its `conversations.json`, a
/// list of conversations with `chat_messages`. Messages say in newer exports which one they follow
/// (`parent_message_uuid`), else they follow the one before. `content` holds what the message is made of, `text` the
/// same as plain text, with placeholders for what is none; so `content` counts where it has text.
final class ClaudeReader implements ArchiveReader {
    static final String ORIGIN = "claude";

    @Override
    public void read(Source source, Intake intake, Findings findings) {
        for (Source.Entry entry : source.entries()) {
            if (entry.fileName().matches("(users|projects|memories)\\.json")) findings.leaveOut("account files");
        }
        new JsonConversations(findings, (parser, where) -> {
                    Optional<ArchivedConversation> read = new Talk(findings).read(parser);
                    read.ifPresent(intake::conversation);
                })
                .read(source, "Claude");
    }

    /// One conversation being read.
    private static final class Talk {
        private final Findings findings;
        private final Map<String, String> texts = new HashMap<>();
        private final MessageTree tree = new MessageTree();
        private int position;
        private Optional<String> before = Optional.empty();
        private boolean listed;

        Talk(Findings findings) {
            this.findings = findings;
        }

        Optional<ArchivedConversation> read(JsonParser parser) throws NotAConversation {
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                JsonToken value = parser.nextToken();
                if (name.equals("chat_messages") && value == JsonToken.START_ARRAY) {
                    listed = true;
                    while (parser.nextToken() != JsonToken.END_ARRAY) message(Json.VALUES.readTree(parser));
                } else if (value == JsonToken.VALUE_STRING) {
                    texts.put(name, Json.shown(parser.getString()));
                } else {
                    parser.skipChildren();
                }
            }
            if (!listed) throw new NotAConversation("it has no messages as Claude's conversations have");
            if (tree.isEmpty()) {
                findings.leaveOut("conversations without messages");
                return Optional.empty();
            }
            Instant started = time("created_at")
                    .or(tree::firstSaid)
                    .or(() -> time("updated_at"))
                    .orElse(Instant.EPOCH);
            String title = texts.getOrDefault("name", "");
            List<ArchivedMessage> messages =
                    tree.messages(Optional.ofNullable(texts.get("current_leaf_message_uuid")), started);
            String key = Optional.ofNullable(texts.get("uuid"))
                    .filter(id -> !id.isBlank())
                    .orElseGet(() -> MadeKey.of(started, title, messages));
            return Optional.of(new ArchivedConversation(ORIGIN, key, title, started, messages));
        }

        private Optional<Instant> time(String name) {
            return Optional.ofNullable(texts.get(name)).flatMap(Times::ofIso);
        }

        private void message(JsonNode message) {
            String named = message.path("uuid").asString("");
            String key = named.isBlank() ? "message " + position : named;
            position++;
            Optional<String> parent = message.path("parent_message_uuid").stringValueOpt();
            tree.add(key, parent.or(() -> before), said(message));
            before = Optional.of(key);
        }

        private Optional<Said> said(JsonNode message) {
            String sender = message.path("sender").asString("");
            boolean user = sender.equals("human") || sender.equals("user");
            if (!user && !sender.equals("assistant")) {
                findings.leaveOut("messages of unknown roles");
                return Optional.empty();
            }
            String text = text(message);
            if (text.isBlank()) {
                findings.leaveOut("empty messages");
                return Optional.empty();
            }
            return Optional.of(new Said(
                    user ? Message.Role.USER : Message.Role.ASSISTANT,
                    text,
                    message.path("created_at").stringValueOpt().flatMap(Times::ofIso),
                    Message.State.COMPLETE,
                    user ? Optional.empty() : Optional.of("Claude")));
        }

        private String text(JsonNode message) {
            List<String> parts = new ArrayList<>();
            for (JsonNode block : message.path("content").values()) block(block, parts);
            String plain = message.path("text").stringValue("");
            if (parts.isEmpty() && !plain.isBlank()) parts.add(plain);
            for (String kind : List.of("attachments", "files")) {
                for (JsonNode file : message.path(kind).values()) {
                    findings.leaveOut("attachments");
                    parts.add(Marks.attachment(file.path("file_name").asString("")));
                }
            }
            return String.join("\n\n", parts);
        }

        private void block(JsonNode block, List<String> parts) {
            switch (block.path("type").asString("")) {
                case "text" -> {
                    String text = block.path("text").stringValue("");
                    if (!text.isBlank()) parts.add(text);
                }
                case "thinking", "redacted_thinking" -> findings.leaveOut("thoughts");
                case "tool_use", "tool_result", "token_budget", "flag" -> findings.leaveOut("tool messages");
                case "image" -> {
                    findings.leaveOut("attachments");
                    parts.add(Marks.IMAGE);
                }
                default -> findings.leaveOut("content of unknown kinds");
            }
        }
    }
}
