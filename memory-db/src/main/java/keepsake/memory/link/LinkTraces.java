package keepsake.memory.link;

import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import keepsake.memory.erase.Traces;
import keepsake.memory.sql.Sql;
import keepsake.memory.text.StopWords;
import keepsake.memory.text.Words;

/// What entities, links and the recall log hold of messages and facts goes with them.
public final class LinkTraces implements Traces {
    private static final String IN = " IN (SELECT value FROM json_each(?)) ";

    /// Messages that may still say a name the user gave.
    private static final int READ = 1_000;

    private final InstantSource clock;

    public LinkTraces(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void forget(Sql sql, Collection<Long> messages, Collection<Long> facts) throws SQLException {
        String said = json(messages);
        String known = json(facts);
        log(sql, said, known);
        links(sql, said, known);
        Set<Long> aliases = new LinkedHashSet<>(
                sql.list("SELECT alias_id FROM entity_mention WHERE message_id" + IN, row -> row.getLong(1), said));
        aliases.addAll(sql.list("SELECT alias_id FROM entity_same WHERE message_id" + IN, row -> row.getLong(1), said));
        sql.update("DELETE FROM message_time WHERE message_id" + IN, said);
        sql.update("DELETE FROM entity_mention WHERE message_id" + IN, said);
        sql.update("DELETE FROM entity_same WHERE message_id" + IN, said);
        Instant now = clock.instant();
        Aliases all = new Aliases(sql, now);
        all.review(aliases);
        for (long entity : all.touched()) unname(sql, entity, said);
        all.tidy();
    }

    private static void log(Sql sql, String messages, String facts) throws SQLException {
        sql.update("DELETE FROM recall_use WHERE answer" + IN, messages);
        sql.update("DELETE FROM recall_use WHERE question" + IN, messages);
        sql.update(
                "DELETE FROM recall_use WHERE memory IN (SELECT 'm' || value FROM json_each(?)"
                        + " UNION ALL SELECT 'f' || value FROM json_each(?))",
                messages,
                facts);
    }

    /// Also those of facts that stay and lose a source: a reason may say what it said.
    private static void links(Sql sql, String messages, String facts) throws SQLException {
        List<Long> losing = sql.list(
                "SELECT DISTINCT fact_id FROM fact_source WHERE message_id" + IN, row -> row.getLong(1), messages);
        Set<Long> every = new HashSet<>(losing);
        every.addAll(sql.list("SELECT value FROM json_each(?)", row -> row.getLong(1), facts));
        String ends = "(SELECT 'm' || value FROM json_each(?) UNION ALL SELECT 'f' || value FROM json_each(?))";
        sql.update("DELETE FROM link WHERE \"from\" IN " + ends, messages, json(every));
        sql.update("DELETE FROM link WHERE \"to\" IN " + ends, messages, json(every));
        sql.update("DELETE FROM entity_fact WHERE fact_id" + IN, json(every));
        sql.update("INSERT OR IGNORE INTO link_due (fact) SELECT value FROM json_each(?)", json(losing));
    }

    /// A name the user gave must not go on saying what only an erased message said.
    private static void unname(Sql sql, long entity, String erased) throws SQLException {
        String name = sql.text("SELECT name FROM entity WHERE id = ? AND named_by = 'user'", entity);
        if (name.isEmpty()) return;
        Set<String> words = new HashSet<>(Words.of(name));
        words.removeIf(word -> !StopWords.meaningful(word));
        words.retainAll(words(sql.list("SELECT text FROM message WHERE id" + IN, row -> row.getString(1), erased)));
        if (words.isEmpty()) return;
        words.removeAll(words(sql.list(
                "SELECT m.text FROM entity_alias a JOIN entity_mention n ON n.alias_id = a.id"
                        + " JOIN message m ON m.id = n.message_id WHERE a.entity_id = ? ORDER BY m.id DESC LIMIT "
                        + READ,
                row -> row.getString(1),
                entity)));
        if (!words.isEmpty()) sql.update("UPDATE entity SET named_by = 'rule' WHERE id = ?", entity);
    }

    private static Set<String> words(List<String> texts) {
        return texts.stream().flatMap(text -> Words.of(text).stream()).collect(Collectors.toSet());
    }

    private static String json(Collection<Long> ids) {
        return ids.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }
}
