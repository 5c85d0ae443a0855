package keepsake.memory.erase;

import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import keepsake.memory.conversation.Tellings;
import keepsake.memory.conversation.Titles;
import keepsake.memory.fact.Statements;
import keepsake.memory.identity.DismissedValues;
import keepsake.memory.sql.Sql;
import keepsake.memory.text.StopWords;
import keepsake.memory.text.Words;

/// Takes the rows of a plan out of the database, in the caller's transaction, and everything in other rows that came
/// from
/// them.
final class Removal {
    /// Whether what goes may be learned again.
    enum Marks {
        SET,
        NONE
    }

    private final Sql sql;
    private final Plan plan;
    private final String messages;
    private final String facts;

    private Removal(Sql sql, Plan plan) {
        this.sql = sql;
        this.plan = plan;
        this.messages = Ids.json(plan.messages());
        this.facts = Ids.json(plan.facts());
    }

    static void run(Sql sql, Plan plan, Collection<Traces> traces, Marks marks, Instant now) throws SQLException {
        Removal removal = new Removal(sql, plan);
        for (Traces trace : traces) trace.forget(sql, plan.messages(), plan.facts());
        if (marks == Marks.SET) removal.mark(now);
        removal.rederiveStatements();
        removal.identity(now);
        removal.given();
        removal.facts();
        removal.tellings();
        removal.messagesAndTitles();
    }

    private void mark(Instant now) throws SQLException {
        Tombstones tombstones = Tombstones.forSetting(sql);
        for (String text : texts("SELECT text FROM message WHERE id" + Ids.IN, messages)) tombstones.set(text, now);
        for (String text : texts("SELECT statement FROM fact WHERE id" + Ids.IN, facts)) tombstones.set(text, now);
    }

    private List<String> texts(String query, String ids) throws SQLException {
        return sql.list(query, row -> row.getString(1), ids);
    }

    /// A fact that stays must not go on saying what only an erased message said. Words tell: when the statement has one
    /// that the erased sources hold and no remaining one does, it becomes what the oldest remaining source says. A
    /// statement that the user wrote anew has no such word and stays.
    private void rederiveStatements() throws SQLException {
        for (long fact : plan.kept()) {
            String statement = sql.text("SELECT statement FROM fact WHERE id = ?", fact);
            Set<String> leaking = new HashSet<>(Words.of(statement));
            leaking.retainAll(words("IN", fact));
            leaking.removeAll(words("NOT IN", fact));
            leaking.removeIf(word -> !StopWords.meaningful(word));
            if (leaking.isEmpty()) continue;
            String quote = sql.text(
                    "SELECT quote FROM fact_source WHERE fact_id = ? AND message_id NOT" + Ids.IN
                            + "ORDER BY id LIMIT 1",
                    fact,
                    messages);
            Statements.replace(sql, fact, quote);
        }
    }

    private Set<String> words(String in, long fact) throws SQLException {
        return sql
                .list(
                        "SELECT m.text FROM fact_source s JOIN message m ON m.id = s.message_id WHERE s.fact_id = ?"
                                + " AND s.message_id " + in + " (SELECT value FROM json_each(?))",
                        row -> row.getString(1),
                        fact,
                        messages)
                .stream()
                .flatMap(text -> Words.of(text).stream())
                .collect(Collectors.toSet());
    }

    private void identity(Instant now) throws SQLException {
        for (String name : plan.identity()) sql.update("DELETE FROM identity_field WHERE name = ?", name);
        List<String> said = new ArrayList<>(texts("SELECT text FROM message WHERE id" + Ids.IN, messages));
        said.addAll(texts("SELECT statement FROM fact WHERE id" + Ids.IN, facts));
        DismissedValues.removeThoseIn(
                sql, said, LocalDate.ofInstant(now, ZoneOffset.UTC).plusDays(1));
    }

    private void given() throws SQLException {
        sql.update("DELETE FROM memory_given WHERE message_id" + Ids.IN, messages);
        sql.update(
                "DELETE FROM memory_given WHERE memory IN (SELECT 'm' || value FROM json_each(?)"
                        + " UNION ALL SELECT 'f' || value FROM json_each(?))",
                messages,
                facts);
    }

    private void facts() throws SQLException {
        sql.update("DELETE FROM fact_source WHERE fact_id" + Ids.IN, facts);
        sql.update("DELETE FROM fact_source WHERE message_id" + Ids.IN, messages);
        for (long fact : plan.facts()) {
            // What it had replaced is now replaced by what replaced it.
            sql.update(
                    "UPDATE fact SET superseded_by = (SELECT superseded_by FROM fact WHERE id = ?1)"
                            + " WHERE superseded_by = ?1",
                    fact);
            sql.update("DELETE FROM fact WHERE id = ?", fact);
        }
    }

    private void tellings() throws SQLException {
        Tellings.mute(sql, Ids.json(plan.muted()));
        Tellings.remove(sql, messages);
    }

    private void messagesAndTitles() throws SQLException {
        Set<Long> retitled = derivedTitles();
        // Their tellings may live on in other messages; the keys must be read before the rows go.
        List<String> tellings = sql.list(
                "SELECT DISTINCT told_key FROM message WHERE told_key IS NOT NULL AND id" + Ids.IN,
                row -> row.getString(1),
                messages);
        for (long message : plan.messages()) {
            sql.update(
                    "UPDATE message SET parent_id = (SELECT parent_id FROM message WHERE id = ?1) WHERE parent_id = ?1",
                    message);
            sql.update("DELETE FROM message WHERE id = ?", message);
        }
        for (String key : tellings) Tellings.addKey(sql, key);
        for (long conversation : retitled) retitle(sql, conversation);
        for (long conversation : plan.conversations()) {
            sql.update("DELETE FROM conversation WHERE id = ?", conversation);
        }
    }

    /// Conversations whose title says what an erased message said.
    private Set<Long> derivedTitles() throws SQLException {
        Map<Long, String> titles = new LinkedHashMap<>();
        sql.visit(
                "SELECT id, title FROM conversation WHERE title <> '' AND id IN"
                        + " (SELECT conversation_id FROM message WHERE id" + Ids.IN + ")",
                row -> {
                    titles.put(row.getLong(1), row.getString(2));
                    return true;
                },
                messages);
        titles.keySet().removeAll(plan.conversations());
        Set<Long> derived = new HashSet<>(plan.emptied());
        sql.visit(
                "SELECT conversation_id, text FROM message WHERE id" + Ids.IN,
                row -> {
                    long conversation = row.getLong(1);
                    String title = titles.getOrDefault(conversation, "");
                    if (!title.isEmpty() && Titles.isFrom(row.getString(2), title)) derived.add(conversation);
                    return true;
                },
                messages);
        return derived;
    }

    /// The title a conversation gets from the first message of the user that is in sight; empty without one.
    static void retitle(Sql sql, long conversation) throws SQLException {
        String first = sql.text(
                "SELECT text FROM message WHERE conversation_id = ? AND role = 'user' AND deleted_at IS NULL"
                        + " ORDER BY id LIMIT 1",
                conversation);
        sql.update("UPDATE conversation SET title = ? WHERE id = ?", Titles.of(first), conversation);
    }
}
