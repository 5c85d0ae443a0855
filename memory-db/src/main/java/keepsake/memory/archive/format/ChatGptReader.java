package keepsake.memory.archive.format;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keepsake.memory.ArchivedConversation;
import keepsake.memory.ArchivedMessage;
import keepsake.memory.archive.format.JsonConversations.NotAConversation;
import keepsake.memory.archive.format.MessageTree.Said;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.databind.JsonNode;

/// ChatGPT's data export (Settings, Data controls, Export data): the zip archive, the folder it was unpacked to, or
/// its `conversations.json`, which newer exports split into `conversations-000.json` and so on.
///
/// Each conversation is a `mapping` of nodes with `parent`, `children` and a `message` or null; `current_node` is the
/// end of the branch that was shown. There is no official description; this follows what public importers found up to
/// 2026. What the user and the assistant said to each other is imported; prompts, tools, thoughts and hidden messages
/// are not; images and files become marks.
final class ChatGptReader implements ArchiveReader {
    static final String ORIGIN = "chatgpt";

    @Override
    public void read(Source source, Intake intake, Findings findings) {
        new JsonConversations(findings, (parser, where) -> {
                    Optional<ArchivedConversation> read = new Talk(findings, where).read(parser);
                    read.ifPresent(intake::conversation);
                })
                .read(source, "ChatGPT");
    }

    /// One conversation being read.
    private static final class Talk {
        private final Findings findings;
        private final String where;
        private final Map<String, String> texts = new HashMap<>();
        private final Map<String, Instant> times = new HashMap<>();
        private final MessageTree tree = new MessageTree();
        private boolean mapped;

        Talk(Findings findings, String where) {
            this.findings = findings;
            this.where = where;
        }

        Optional<ArchivedConversation> read(JsonParser parser) throws NotAConversation {
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                JsonToken value = parser.nextToken();
                if (name.equals("mapping") && value == JsonToken.START_OBJECT) {
                    mapped = true;
                    mapping(parser);
                } else if (value == JsonToken.VALUE_STRING) {
                    texts.put(name, Json.shown(parser.getString()));
                } else if (value != null && value.isNumeric()) {
                    Optional<Instant> time = Times.ofSeconds(number(parser));
                    if (time.isPresent()) times.put(name, time.get());
                } else {
                    parser.skipChildren();
                }
            }
            if (!mapped) throw new NotAConversation("it has no messages as ChatGPT's conversations have");
            return finished();
        }

        private static double number(JsonParser parser) {
            try {
                return parser.getDoubleValue();
            } catch (InputCoercionException outOfRange) {
                return Double.NaN;
            }
        }

        private Optional<ArchivedConversation> finished() throws NotAConversation {
            if (tree.isEmpty()) {
                findings.leaveOut("conversations without messages");
                return Optional.empty();
            }
            Optional<Instant> created = Optional.ofNullable(times.get("create_time"))
                    .or(tree::firstSaid)
                    .or(() -> Optional.ofNullable(times.get("update_time")));
            Instant started = created.orElse(Instant.EPOCH);
            String title = texts.getOrDefault("title", "");
            List<ArchivedMessage> messages = tree.messages(Optional.ofNullable(texts.get("current_node")), started);
            String key = Optional.ofNullable(texts.get("conversation_id"))
                    .or(() -> Optional.ofNullable(texts.get("id")))
                    .filter(id -> !id.isBlank())
                    .orElseGet(() -> MadeKey.of(started, title, messages));
            return Optional.of(new ArchivedConversation(ORIGIN, key, title, started, messages));
        }

        private void mapping(JsonParser parser) {
            Map<String, String> parents = new HashMap<>();
            Map<String, Optional<Said>> said = new LinkedHashMap<>();
            for (String key = parser.nextName(); key != null; key = parser.nextName()) {
                parser.nextToken();
                JsonNode node = Json.VALUES.readTree(parser);
                if (key.isBlank() || !node.isObject()) {
                    findings.problem(where, "a node of the conversation is none");
                    continue;
                }
                said.put(key, ChatGptMessage.read(node.path("message"), findings));
                Optional<String> parent = node.path("parent").stringValueOpt();
                if (parent.isPresent()) parents.put(key, parent.get());
                for (JsonNode child : node.path("children").values()) {
                    Optional<String> to = child.stringValueOpt();
                    if (to.isPresent()) parents.putIfAbsent(to.get(), key);
                }
            }
            said.forEach((key, message) -> tree.add(key, Optional.ofNullable(parents.get(key)), message));
        }
    }
}
