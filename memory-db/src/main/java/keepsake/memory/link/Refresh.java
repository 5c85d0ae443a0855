package keepsake.memory.link;

import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import keepsake.memory.sql.Sql;
import keepsake.memory.text.Words;
import keepsake.memory.time.EventTimes;
import keepsake.memory.time.EventTimes.EventTime;
import org.jspecify.annotations.Nullable;

/// Looks at messages and facts that are new, within one writing transaction.
final class Refresh {
    /// Earlier messages that are read again for a name that is new: it may begin a sentence in them.
    private static final int EARLIER = 500;

    private static final int EARLIER_FACTS = 500;

    /// What follows in a pasted text tells of other times.
    private static final int READ = 4_000;

    /// A longer time tells no message from others.
    private static final int LONGEST_DAYS = 31;

    private final Sql sql;
    private final Aliases aliases;
    private final FactLinks links;

    Refresh(Sql sql, Instant now, OptionalLong run) {
        this.sql = sql;
        this.aliases = new Aliases(sql, now);
        this.links = new FactLinks(sql, now, run);
    }

    /// What a user, or a person in an imported conversation, said; the names in it are found before the transaction.
    record Said(
            long id, @Nullable String speaker, String text, Instant saidAt, List<Named> names, List<EventTime> times) {
        private static final String NEW =
                "SELECT id, speaker, role, text, said_at FROM message WHERE id > ? ORDER BY id LIMIT ?";

        /// Of answers only the number: what a model says is no source.
        static List<Said> after(Sql sql, long message, int limit) throws SQLException {
            return sql.list(
                    NEW,
                    row -> new Said(
                            row.getLong("id"),
                            row.getString("speaker"),
                            row.getString("role").equals("user") ? row.getString("text") : "",
                            Sql.time(row, "said_at"),
                            List.of(),
                            List.of()),
                    message,
                    limit);
        }

        Said read() {
            String start = text.length() > READ ? text.substring(0, READ) : text;
            return new Said(
                    id, speaker, text, saidAt, Names.of(text), EventTimes.of(start, saidAt, ZoneId.systemDefault()));
        }

        private String owner() {
            return speaker == null ? "0" : Relations.owner(speaker);
        }
    }

    static long cursor(Sql sql) throws SQLException {
        return sql.number("SELECT message FROM link_state");
    }

    static long left(Sql sql) throws SQLException {
        return sql.number("SELECT count(*) FROM message WHERE id > (SELECT message FROM link_state)")
                + sql.number("SELECT count(*) FROM link_due");
    }

    void messages(List<Said> some) throws SQLException {
        long cursor = cursor(sql);
        for (Said said : some) {
            // Another process may have read it meanwhile, or erased it.
            if (said.id() <= cursor || sql.number("SELECT count(*) FROM message WHERE id = ?", said.id()) == 0)
                continue;
            sql.update("UPDATE link_state SET message = ?", said.id());
            message(said);
        }
        aliases.tidy();
    }

    private void message(Said said) throws SQLException {
        for (Named named : said.names()) mention(named, said.id());
        for (EventTime time : said.times()) {
            if (time.last().toEpochDay() - time.first().toEpochDay() > LONGEST_DAYS) continue;
            sql.update(
                    "INSERT OR IGNORE INTO message_time (message_id, first_day, last_day) VALUES (?, ?, ?)",
                    said.id(),
                    time.first().toEpochDay(),
                    time.last().toEpochDay());
        }
        if (said.text().isEmpty()) return;
        for (Named relation : Relations.of(said.text(), said.owner())) mention(shown(relation, said), said.id());
        for (Relations.Same same : Relations.same(said.text(), said.owner())) {
            long relation = mention(shown(same.relation(), said), said.id());
            aliases.same(relation, mention(same.name(), said.id()), said.id());
        }
    }

    /// As a person knows it: the words when they are the user's own, else whose they are, too.
    private static Named shown(Named relation, Said said) {
        if (said.speaker() == null) return relation;
        String whose = relation.said() + " (" + said.speaker() + ")";
        return new Named(relation.key(), whose, relation.kind(), relation.isSure());
    }

    /// @return the alias; 0 for what may be no name
    private long mention(Named named, long message) throws SQLException {
        Aliases.Alias alias = aliases.of(named).orElse(null);
        if (alias == null) return 0;
        aliases.mention(alias.id(), message, named.said());
        if (alias.isNew()) {
            if (!Relations.isRelation(named.key())) lookBack(alias.id(), named.key(), message);
            aliases.settleAround(alias.id(), named.key());
        }
        return alias.id();
    }

    private void lookBack(long alias, String key, long before) throws SQLException {
        String phrase = Words.phrase(key);
        record Earlier(long id, String text) {}
        for (Earlier earlier : sql.list(
                "SELECT m.id, m.text FROM message m WHERE m.role = 'user' AND m.id < ? AND m.id IN (SELECT rowid FROM"
                        + " message_words WHERE message_words MATCH ? ORDER BY rowid DESC LIMIT " + EARLIER + ")",
                row -> new Earlier(row.getLong(1), row.getString(2)),
                before,
                phrase)) {
            for (Named named : Names.of(earlier.text())) {
                if (named.key().equals(key)) aliases.mention(alias, earlier.id(), named.said());
            }
        }
        sql.update(
                "INSERT OR IGNORE INTO link_due (fact) SELECT rowid FROM fact_words WHERE fact_words MATCH ? LIMIT "
                        + EARLIER_FACTS,
                phrase);
    }

    /// @return how many were looked at
    int facts(int limit) throws SQLException {
        List<Long> due = sql.list("SELECT fact FROM link_due ORDER BY fact LIMIT ?", row -> row.getLong(1), limit);
        for (long fact : due) {
            name(fact);
            links.refresh(fact);
            sql.update("DELETE FROM link_due WHERE fact = ?", fact);
        }
        return due.size();
    }

    /// Which entities a fact names: only those that messages named, too.
    private void name(long fact) throws SQLException {
        sql.update("DELETE FROM entity_fact WHERE fact_id = ?", fact);
        String text = sql.text("SELECT subject || '. ' || statement FROM fact WHERE id = ?", fact);
        Set<String> keys = new TreeSet<>(Names.possible(text));
        for (Named relation : Relations.of(text, "0")) keys.add(relation.key());
        for (String key : keys) {
            sql.visit(
                    "SELECT id, text FROM entity_alias WHERE key = ?",
                    row -> {
                        if (!Relations.isRelation(key) && !Names.says(text, row.getString(2))) return true;
                        sql.update(
                                "INSERT OR IGNORE INTO entity_fact (alias_id, fact_id) VALUES (?, ?)",
                                row.getLong(1),
                                fact);
                        return true;
                    },
                    key);
        }
    }
}
