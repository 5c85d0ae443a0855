package keepsake.memory.archive.format;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import keepsake.memory.ArchivedMessage;
import keepsake.memory.Fact;
import keepsake.memory.Message;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// [Item]s as JSON objects on one line, the same bytes for the same item: names in a fixed order, every name always
/// there, times in ISO 8601. `type` says which item it is.
final class ItemJson {
    static final String TYPE = "type";
    static final String TEXT = "text";

    private ItemJson() {}

    /// The text is no item of ours. The message goes on after a colon.
    static final class NotAnItem extends Exception {
        NotAnItem(String why) {
            super(why, null, false, false);
        }
    }

    static String type(Item item) {
        return switch (item) {
            case Item.Head head -> "export";
            case Item.Talk talk -> "conversation";
            case Item.Said said -> "message";
            case Item.Stated stated -> "fact";
            case Item.Given given -> "given";
            case Item.Field field -> "field";
            case Item.End end -> "end";
        };
    }

    /// All of the item but its type.
    static ObjectNode encode(Item item) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        switch (item) {
            case Item.Head head -> json.put("app", "keepsake").put("version", head.version());
            case Item.Talk talk ->
                json.put("origin", talk.origin())
                        .put("key", talk.key())
                        .put("title", talk.title())
                        .put("started_at", talk.startedAt().toString())
                        .put("changed_at", talk.changedAt().toString());
            case Item.Said said -> encode(said, json);
            case Item.Stated stated -> encode(stated.fact(), json);
            case Item.Given given -> {
                json.set("answer", encode(given.answer()));
                ArrayNode memories = json.putArray("memories");
                for (Item.GivenMemory memory : given.memories()) {
                    ObjectNode one = memories.addObject();
                    one.set(
                            "message",
                            memory.message().<JsonNode>map(ItemJson::encode).orElse(null));
                    put(one, "fact", memory.fact());
                }
            }
            case Item.Field field -> {
                json.put("name", field.name())
                        .put("value", field.value())
                        .put("set_at", field.setAt().toString());
                json.set(
                        "source", field.source().<JsonNode>map(ItemJson::encode).orElse(null));
            }
            case Item.End end ->
                json.put("conversations", end.conversations())
                        .put("messages", end.messages())
                        .put("facts", end.facts());
        }
        return json;
    }

    private static void encode(Item.Said said, ObjectNode json) {
        ArchivedMessage message = said.message();
        json.put("conversation", said.conversation()).put("key", message.key());
        put(json, "parent", message.parentKey());
        json.put("role", message.role().id());
        put(json, "speaker", message.speaker());
        json.put("said_at", message.saidAt().toString())
                .put("trust", message.trust().id())
                .put("state", message.state().id());
        put(json, "made_by", message.madeBy());
        put(json, "problem", message.problem());
        json.put(TEXT, message.text());
    }

    private static void encode(ArchivedFact fact, ObjectNode json) {
        json.put("key", fact.key())
                .put("subject", fact.subject())
                .put("statement", fact.statement())
                .put("kind", fact.kind().id())
                .put("status", fact.status().id())
                .put("confidence", fact.confidence())
                .put("pinned", fact.pinned());
        put(json, "valid_from", fact.validFrom().map(Instant::toString));
        put(json, "valid_to", fact.validTo().map(Instant::toString));
        json.put("recorded_at", fact.recordedAt().toString());
        put(json, "superseded_at", fact.supersededAt().map(Instant::toString));
        put(json, "superseded_by", fact.supersededBy());
        json.put("strength", fact.strength());
        put(json, "last_recalled_at", fact.lastRecalledAt().map(Instant::toString));
        json.put("recall_count", fact.recallCount());
        ArrayNode sources = json.putArray("sources");
        for (ArchivedFact.Source source : fact.sources()) sources.add(encode(source));
    }

    private static ObjectNode encode(MessageKey key) {
        return Json.MAPPER
                .createObjectNode()
                .put("origin", key.origin())
                .put("conversation", key.conversation())
                .put("message", key.message());
    }

    private static ObjectNode encode(ArchivedFact.Source source) {
        return encode(source.message()).put("quote", source.quote());
    }

    private static void put(ObjectNode json, String name, Optional<String> value) {
        json.put(name, value.orElse(null));
    }

    /// @throws NotAnItem when something is missing or is not what it should be
    static Item decode(String type, JsonNode json) throws NotAnItem {
        try {
            return switch (type) {
                case "export" -> new Item.Head(json.path("version").asInt(0));
                case "conversation" ->
                    new Item.Talk(
                            filled(json, "origin"),
                            filled(json, "key"),
                            text(json, "title"),
                            time(json, "started_at"),
                            time(json, "changed_at"));
                case "message" -> new Item.Said(filled(json, "conversation"), message(json));
                case "fact" -> new Item.Stated(fact(json));
                case "given" -> new Item.Given(key(json.path("answer")), memories(json.path("memories")));
                case "field" ->
                    new Item.Field(
                            filled(json, "name"),
                            filled(json, "value"),
                            time(json, "set_at"),
                            json.hasNonNull("source") ? Optional.of(source(json.path("source"))) : Optional.empty());
                case "end" ->
                    new Item.End(
                            json.path("conversations").asInt(0),
                            json.path("messages").asInt(0),
                            json.path("facts").asInt(0));
                default -> throw new NotAnItem("there is no '" + Json.shown(type) + "' in this version of the format");
            };
        } catch (IllegalArgumentException | DateTimeException | JacksonException bad) {
            throw new NotAnItem(Json.why(bad));
        }
    }

    private static ArchivedMessage message(JsonNode json) throws NotAnItem {
        Message.State state = Message.State.valueOf(constant(json, "state"));
        return new ArchivedMessage(
                filled(json, "key"),
                optional(json, "parent"),
                Message.Role.valueOf(constant(json, "role")),
                optional(json, "speaker"),
                text(json, TEXT),
                time(json, "said_at"),
                ArchivedMessage.Trust.valueOf(constant(json, "trust")),
                state,
                optional(json, "made_by"),
                optional(json, "problem"));
    }

    private static ArchivedFact fact(JsonNode json) throws NotAnItem {
        List<ArchivedFact.Source> sources = new ArrayList<>();
        for (JsonNode source : json.path("sources").values()) sources.add(source(source));
        return new ArchivedFact(
                filled(json, "key"),
                filled(json, "subject"),
                filled(json, "statement"),
                Fact.Kind.valueOf(constant(json, "kind")),
                Fact.Status.valueOf(constant(json, "status")),
                json.path("confidence").asDouble(-1),
                json.path("pinned").asBoolean(false),
                optionalTime(json, "valid_from"),
                optionalTime(json, "valid_to"),
                time(json, "recorded_at"),
                optionalTime(json, "superseded_at"),
                optional(json, "superseded_by"),
                finite(json, "strength"),
                optionalTime(json, "last_recalled_at"),
                json.path("recall_count").asLong(0),
                sources);
    }

    private static List<Item.GivenMemory> memories(JsonNode json) throws NotAnItem {
        List<Item.GivenMemory> memories = new ArrayList<>();
        for (JsonNode memory : json.values()) {
            memories.add(
                    memory.hasNonNull("message")
                            ? new Item.GivenMemory(Optional.of(key(memory.path("message"))), Optional.empty())
                            : new Item.GivenMemory(Optional.empty(), Optional.of(filled(memory, "fact"))));
        }
        return memories;
    }

    private static MessageKey key(JsonNode json) throws NotAnItem {
        return new MessageKey(filled(json, "origin"), filled(json, "conversation"), filled(json, "message"));
    }

    private static ArchivedFact.Source source(JsonNode json) throws NotAnItem {
        return new ArchivedFact.Source(key(json), text(json, "quote"));
    }

    private static double finite(JsonNode json, String name) throws NotAnItem {
        double number = json.path(name).asDouble(1);
        if (!Double.isFinite(number)) throw new NotAnItem("'" + name + "' is no number");
        return number;
    }

    private static String text(JsonNode json, String name) throws NotAnItem {
        @Nullable String text = json.path(name).stringValue(null);
        if (text == null) throw new NotAnItem("'" + name + "' is missing");
        return text;
    }

    private static String filled(JsonNode json, String name) throws NotAnItem {
        String text = text(json, name);
        if (text.isBlank()) throw new NotAnItem("'" + name + "' is empty");
        return text;
    }

    private static String constant(JsonNode json, String name) throws NotAnItem {
        return text(json, name).toUpperCase(Locale.ROOT);
    }

    private static Optional<String> optional(JsonNode json, String name) throws NotAnItem {
        return json.hasNonNull(name) ? Optional.of(text(json, name)) : Optional.empty();
    }

    private static Instant time(JsonNode json, String name) throws NotAnItem {
        Instant time = Instant.parse(text(json, name));
        // Kept in milliseconds; what does not fit is no time of ours.
        if (!Instant.ofEpochMilli(Long.MIN_VALUE).isBefore(time)
                || !time.isBefore(Instant.ofEpochMilli(Long.MAX_VALUE))) {
            throw new NotAnItem("'" + name + "' is too far away");
        }
        return time;
    }

    private static Optional<Instant> optionalTime(JsonNode json, String name) throws NotAnItem {
        return json.hasNonNull(name) ? Optional.of(time(json, name)) : Optional.empty();
    }
}
