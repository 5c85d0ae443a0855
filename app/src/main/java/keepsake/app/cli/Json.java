package keepsake.app.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import keepsake.memory.Entities;
import keepsake.memory.Entity;
import keepsake.memory.Fact;
import keepsake.memory.Identity;
import keepsake.memory.MemoryId;
import keepsake.memory.Message;
import keepsake.memory.Recall.Recollection;
import keepsake.runtime.engine.GenerationStats;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// What scripts read. Names are snake_case and, once released, stay; every name is always there, `null` when there is
/// no value; times are ISO 8601 in UTC; memory ids are strings such as `f3`.
final class Json {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Json() {}

    static String text(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /// An object under construction, in the order given.
    static final class Fields {
        private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

        Fields with(String name, @Nullable Object value) {
            Object plain =
                    switch (value) {
                        case Optional<?> maybe -> maybe.orElse(null);
                        case null, default -> value;
                    };
            values.put(
                    name,
                    switch (plain) {
                        case Instant time -> time.toString();
                        case MemoryId id -> id.toString();
                        case Fields nested -> nested.values;
                        case Double number when !Double.isFinite(number) -> null;
                        case Double number -> Math.round(number * 1000) / 1000.0;
                        case List<?> list -> plain(list);
                        case null, default -> plain;
                    });
            return this;
        }

        private static List<Object> plain(List<?> list) {
            List<Object> plain = new ArrayList<>();
            for (Object item : list) {
                plain.add(
                        switch (item) {
                            case Fields nested -> nested.values;
                            case MemoryId id -> id.toString();
                            default -> item;
                        });
            }
            return plain;
        }

        Map<String, @Nullable Object> values() {
            return values;
        }
    }

    static List<Map<String, @Nullable Object>> array(List<Fields> objects) {
        List<Map<String, @Nullable Object>> values = new ArrayList<>();
        for (Fields object : objects) values.add(object.values());
        return values;
    }

    static Fields fact(Fact fact) {
        return new Fields()
                .with("id", fact.id())
                .with("subject", fact.subject())
                .with("statement", fact.statement())
                .with("kind", fact.kind().id())
                .with("status", fact.status().id())
                .with("confidence", fact.confidence())
                .with("pinned", fact.pinned())
                .with("recorded_at", fact.recordedAt())
                .with("valid_from", fact.validFrom())
                .with("valid_to", fact.validTo())
                .with("sources", fact.sources().stream().map(Json::source).toList());
    }

    static Fields source(Fact.Source source) {
        return new Fields()
                .with("message_id", source.message())
                .with("conversation_id", source.conversationId())
                .with("quote", source.quote())
                .with("said_at", source.saidAt());
    }

    static Fields message(Message message) {
        return new Fields()
                .with("id", message.id())
                .with("conversation_id", message.conversationId())
                .with("parent_id", message.parent())
                .with("role", message.role().id())
                .with("text", message.text())
                .with("said_at", message.saidAt())
                .with("state", message.state().id())
                .with("made_by", message.madeBy())
                .with("memories", message.memoriesGiven());
    }

    static Fields entity(Entity entity) {
        return new Fields()
                .with("id", entity.id().toString())
                .with("kind", entity.kind().id())
                .with("name", entity.name())
                .with("aliases", entity.aliases())
                .with("mentions", entity.mentions())
                .with("last_said_at", entity.lastSaid());
    }

    static Fields entity(Entities.Details details) {
        return entity(details.entity())
                .with("facts", array(details.facts().stream().map(Json::fact).toList()))
                .with(
                        "messages",
                        array(details.mentions().stream().map(Json::mention).toList()));
    }

    private static Fields mention(Entities.Mention mention) {
        return new Fields()
                .with("message_id", mention.message())
                .with("conversation_id", mention.conversationId())
                .with("said_at", mention.saidAt())
                .with("said", mention.alias())
                .with("excerpt", mention.excerpt());
    }

    static Fields recollection(Recollection found) {
        return new Fields()
                .with("id", found.id())
                .with("kind", kind(found.id()))
                .with("text", found.text())
                .with("score", found.score())
                .with("reason", found.reason())
                .with(
                        "source",
                        new Fields()
                                .with("message_id", found.source().message())
                                .with("conversation_id", found.source().conversationId())
                                .with("role", found.source().role().id())
                                .with("said_at", found.source().saidAt())
                                .with("quote", found.source().quote()));
    }

    private static String kind(MemoryId id) {
        return switch (id.kind()) {
            case FACT -> "fact";
            case MESSAGE -> "message";
        };
    }

    static Fields identity(Identity.Field field) {
        return new Fields()
                .with("name", field.name())
                .with("value", field.value())
                .with("status", field.status().id())
                .with("source", field.source().map(Json::source));
    }

    /// @param bound tokens per second that would have been possible
    static Fields stats(GenerationStats stats, long loadMillis, OptionalDouble bound) {
        return new Fields()
                .with("prompt_tokens", stats.promptTokens())
                .with("answer_tokens", stats.answerTokens())
                .with("prefill_tps", stats.prefillTps())
                .with("decode_tps", stats.decodeTps())
                .with("first_token_ms", stats.firstTokenMillis())
                .with("hit_rate", stats.hitRate())
                .with("mib_read", stats.mibRead())
                .with("peak_rss_mib", stats.peakRssMib())
                .with("load_ms", loadMillis)
                .with("reused_tokens", stats.reusedTokens())
                .with("restored_tokens", stats.restoredTokens())
                .with("mib_per_token", stats.decode().mibPerToken())
                .with("stall_ms_per_token", stats.decode().stallMillisPerToken())
                .with("bound_tps", bound.isPresent() ? bound.getAsDouble() : null);
    }
}
