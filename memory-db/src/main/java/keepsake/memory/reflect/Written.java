package keepsake.memory.reflect;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keepsake.memory.MemoryId;
import keepsake.memory.Reflection.Episode;
import keepsake.memory.Reflection.Profile;
import keepsake.memory.Reflection.Sentence;
import keepsake.memory.Reflection.Summary;
import keepsake.memory.sql.Sql;

/// Reads what the jobs wrote: episodes, summaries, "About you".
final class Written {
    private static final String EPISODE = """
            SELECT e.id, e.conversation_id, e.title, e.made_by, e.first_message, e.last_message, e.messages,
                e.began_at, e.ended_at, e.closed_at IS NOT NULL AS closed
            FROM episode e JOIN conversation c ON c.id = e.conversation_id WHERE c.deleted_at IS NULL AND\s""";

    private static final String SENTENCES =
            "SELECT text, message_id FROM episode_sentence WHERE episode_id = ? ORDER BY message_id, position";

    private static final String PROFILE_SENTENCES = """
            SELECT s.id, s.text, p.fact_id FROM profile_sentence s JOIN profile_source p ON p.sentence_id = s.id
            WHERE s.profile_id = ?1 AND NOT EXISTS (SELECT 1 FROM profile_source o JOIN fact f ON f.id = o.fact_id
                WHERE o.sentence_id = s.id AND f.status <> 'active') ORDER BY s.position, p.id""";

    private Written() {}

    static List<Episode> newest(Sql sql, int most) throws SQLException {
        return filled(sql, sql.list(EPISODE + "TRUE ORDER BY e.ended_at DESC, e.id DESC LIMIT ?", Written::read, most));
    }

    static Optional<Episode> of(Sql sql, long message) throws SQLException {
        List<Episode> found = sql.list(
                EPISODE + "e.id = (SELECT episode_id FROM episode_message WHERE message_id = ?)",
                Written::read,
                message);
        return filled(sql, found).stream().findFirst();
    }

    private static Episode read(ResultSet row) throws SQLException {
        return new Episode(
                row.getLong("id"),
                row.getLong("conversation_id"),
                row.getString("title"),
                List.of(),
                Sql.optionalText(row, "made_by"),
                MemoryId.message(row.getLong("first_message")),
                MemoryId.message(row.getLong("last_message")),
                row.getLong("messages"),
                Sql.time(row, "began_at"),
                Sql.time(row, "ended_at"),
                row.getInt("closed") == 1);
    }

    private static List<Episode> filled(Sql sql, List<Episode> episodes) throws SQLException {
        List<Episode> filled = new ArrayList<>();
        for (Episode bare : episodes) {
            filled.add(new Episode(
                    bare.number(),
                    bare.conversationId(),
                    bare.title(),
                    sql.list(SENTENCES, Written::sentence, bare.number()),
                    bare.madeBy(),
                    bare.first(),
                    bare.last(),
                    bare.messages(),
                    bare.began(),
                    bare.ended(),
                    bare.closed()));
        }
        return filled;
    }

    private static Sentence sentence(ResultSet row) throws SQLException {
        return new Sentence(row.getString("text"), List.of(MemoryId.message(row.getLong("message_id"))));
    }

    static Optional<Summary> summary(Sql sql, long conversation) throws SQLException {
        List<Sentence> sentences = sql.list(
                "SELECT text, message_id FROM conversation_sentence WHERE conversation_id = ? ORDER BY position",
                Written::sentence,
                conversation);
        return sql.first(
                "SELECT up_to, episodes FROM conversation_summary WHERE id = ?",
                row -> new Summary(
                        conversation, sentences, MemoryId.message(row.getLong("up_to")), row.getLong("episodes")),
                conversation);
    }

    static Profile profile(Sql sql) throws SQLException {
        record Version(long id, Instant madeAt) {}
        Optional<Version> latest = sql.first(
                "SELECT id, made_at FROM profile ORDER BY id DESC LIMIT 1",
                row -> new Version(row.getLong("id"), Sql.time(row, "made_at")));
        if (latest.isEmpty()) return new Profile(0, Optional.empty(), List.of());
        record Told(String text, List<MemoryId> facts) {}
        Map<Long, Told> told = new LinkedHashMap<>();
        sql.visit(
                PROFILE_SENTENCES,
                row -> {
                    String text = row.getString("text");
                    told.computeIfAbsent(row.getLong("id"), id -> new Told(text, new ArrayList<>()))
                            .facts()
                            .add(MemoryId.fact(row.getLong("fact_id")));
                    return true;
                },
                latest.get().id());
        return new Profile(
                latest.get().id(),
                Optional.of(latest.get().madeAt()),
                told.values().stream()
                        .map(sentence -> new Sentence(sentence.text(), sentence.facts()))
                        .toList());
    }
}
