package keepsake.memory.erase;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import keepsake.memory.Erasure.Line;
import keepsake.memory.Erasure.Part;
import keepsake.memory.Erasure.Preview;
import keepsake.memory.sql.Sql;
import keepsake.memory.text.Words;

/// What goes with what was asked for.
///
/// @param messages      go
/// @param asked         facts asked for, and their history: earlier versions, and others that said the same
/// @param orphans       facts whose every source goes
/// @param kept          facts that lose a source and have another
/// @param identity      names of confirmed fields that came from what goes
/// @param emptied       conversations whose every message goes
/// @param conversations go whole
/// @param muted         messages that stay but are the source of a fact asked for; they are no evidence any more
record Plan(
        List<Long> messages,
        List<Long> asked,
        List<Long> orphans,
        List<Long> kept,
        List<String> identity,
        List<Long> emptied,
        List<Long> conversations,
        List<Long> muted) {

    /// No statement quotes a longer text whole, and a longer phrase finds nothing more.
    private static final int PHRASE = 12;

    private static final int LEAST_PHRASE = 3;

    /// Texts that are looked for elsewhere; a preview of thousands need not be complete there.
    private static final int LOOKED_FOR = 40;

    /// Earlier versions of a fact would tell it; so would what was retracted and says the same.
    private static final String HISTORY = """
            WITH RECURSIVE gone (id) AS (
                SELECT value FROM json_each(?)
                UNION SELECT f.id FROM gone g JOIN fact f ON f.superseded_by = g.id)
            SELECT id FROM gone
            UNION SELECT o.id FROM gone g JOIN fact f ON f.id = g.id
                JOIN fact o ON o.subject = f.subject AND o.statement_key = f.statement_key
            WHERE o.status <> 'active'""";

    private static final String ORPHANS = """
            SELECT DISTINCT s.fact_id FROM fact_source s WHERE s.message_id IN (SELECT value FROM json_each(?1))
            AND NOT EXISTS (SELECT 1 FROM fact_source o
                WHERE o.fact_id = s.fact_id AND o.message_id NOT IN (SELECT value FROM json_each(?1)))""";

    private static final String TOUCHED =
            "SELECT DISTINCT fact_id FROM fact_source WHERE message_id" + Ids.IN + "ORDER BY 1";

    /// Also values that were confirmed from the words a fact asked for stands on.
    private static final String IDENTITY = """
            SELECT name FROM identity_field i WHERE message_id IN (SELECT value FROM json_each(?1))
            OR EXISTS (SELECT 1 FROM fact_source s JOIN fact f ON f.id = s.fact_id
                WHERE s.message_id = i.message_id AND s.fact_id IN (SELECT value FROM json_each(?2))
                AND (s.quote = i.quote OR instr(s.quote, i.quote) OR instr(i.quote, s.quote)))""";

    private static final String EMPTIED = """
            SELECT m.conversation_id FROM message m WHERE m.id IN (SELECT value FROM json_each(?))
            GROUP BY 1 HAVING count(*) = (SELECT count(*) FROM message a WHERE a.conversation_id = m.conversation_id)""";

    private static final String MUTED = "SELECT DISTINCT message_id FROM fact_source WHERE fact_id" + Ids.IN
            + "AND message_id NOT" + Ids.IN + "ORDER BY 1";

    static Plan of(Sql sql, Collection<Long> messages, Collection<Long> facts, Collection<Long> conversations)
            throws SQLException {
        List<Long> going = messages.stream().sorted().toList();
        String json = Ids.json(going);
        Set<Long> asked = new LinkedHashSet<>(Ids.list(sql, HISTORY, Ids.json(facts)));
        Set<Long> orphans = new LinkedHashSet<>(Ids.list(sql, ORPHANS, json));
        orphans.removeAll(asked);
        Set<Long> kept = new LinkedHashSet<>(Ids.list(sql, TOUCHED, json));
        kept.removeAll(asked);
        kept.removeAll(orphans);
        String askedJson = Ids.json(asked);
        List<String> identity = sql.list(IDENTITY, row -> row.getString(1), json, askedJson);
        Set<Long> emptied = new LinkedHashSet<>(Ids.list(sql, EMPTIED, json));
        emptied.removeAll(conversations);
        return new Plan(
                going,
                List.copyOf(asked),
                List.copyOf(orphans),
                List.copyOf(kept),
                identity,
                List.copyOf(emptied),
                List.copyOf(conversations),
                Ids.list(sql, MUTED, askedJson, json));
    }

    List<Long> facts() {
        List<Long> all = new ArrayList<>(asked);
        all.addAll(orphans);
        return all;
    }

    Preview preview(Sql sql, List<String> copies, long bytes) throws SQLException {
        List<Long> gone = new ArrayList<>(emptied);
        gone.addAll(conversations);
        String factLines = "SELECT id, statement FROM fact WHERE id" + Ids.IN + "ORDER BY id";
        String messageLines = "SELECT id, substr(text, 1, 400) FROM message WHERE id" + Ids.IN + "ORDER BY id";
        return new Preview(
                Ids.part(sql, "m", messages, messageLines),
                Ids.part(sql, "f", facts(), factLines),
                Ids.part(sql, "f", kept, factLines),
                new Part(identity.size(), identityLines(sql)),
                Ids.part(sql, "", gone, "SELECT id, title FROM conversation WHERE id" + Ids.IN + "ORDER BY id"),
                Ids.part(sql, "m", elsewhere(sql), messageLines),
                copies,
                bytes);
    }

    private List<Line> identityLines(Sql sql) throws SQLException {
        List<Line> lines = new ArrayList<>();
        for (String name : identity) {
            String value = sql.text("SELECT value FROM identity_field WHERE name = ?", name);
            lines.add(new Line(name, Ids.line(value)));
        }
        return lines;
    }

    /// Messages that stay and hold the words, or answers that were given the memory.
    private List<Long> elsewhere(Sql sql) throws SQLException {
        Set<Long> found = new LinkedHashSet<>(muted);
        for (String text : texts(sql)) {
            List<String> words = Words.of(text, PHRASE);
            if (words.size() < LEAST_PHRASE) continue;
            String phrase = Words.phrase(String.join(" ", words));
            found.addAll(Ids.list(
                    sql,
                    "SELECT rowid FROM message_words WHERE message_words MATCH ? ORDER BY rowid LIMIT " + Part.SHOWN,
                    phrase));
        }
        found.addAll(Ids.list(
                sql,
                "SELECT DISTINCT message_id FROM memory_given WHERE memory IN (SELECT 'm' || value FROM json_each(?)"
                        + " UNION ALL SELECT 'f' || value FROM json_each(?)) ORDER BY 1",
                Ids.json(messages),
                Ids.json(facts())));
        found.removeAll(Set.copyOf(messages));
        return List.copyOf(found);
    }

    private List<String> texts(Sql sql) throws SQLException {
        List<String> texts = new ArrayList<>(sql.list(
                "SELECT substr(text, 1, 1000) FROM message WHERE id" + Ids.IN + "LIMIT " + LOOKED_FOR,
                row -> row.getString(1),
                Ids.json(messages)));
        texts.addAll(sql.list(
                "SELECT statement FROM fact WHERE id" + Ids.IN + "LIMIT " + LOOKED_FOR,
                row -> row.getString(1),
                Ids.json(facts())));
        return texts;
    }
}
