package keepsake.memory.link;

import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import keepsake.memory.sql.Sql;

/// What a question names, and where it is spoken of by another name. Reads only.
public final class Mentioned {
    /// The newest: who is spoken of in more messages than these is found by words.
    private static final int MOST = 200;

    private Mentioned() {}

    /// The entities that a text names by an alias.
    static List<Long> entities(Sql sql, String text) throws SQLException {
        Set<Long> found = new LinkedHashSet<>();
        for (long alias : aliases(sql, text)) {
            found.add(sql.number("SELECT entity_id FROM entity_alias WHERE id = ?", alias));
        }
        return List.copyOf(found);
    }

    private static List<Long> aliases(Sql sql, String text) throws SQLException {
        Set<String> keys = new LinkedHashSet<>(Names.possible(text));
        for (Named relation : Relations.asked(text)) keys.add(relation.key());
        if (keys.isEmpty()) return List.of();
        String quoted =
                keys.stream().map(key -> "'" + key.replace("'", "''") + "'").collect(Collectors.joining(","));
        return sql.list("SELECT id FROM entity_alias WHERE key IN (" + quoted + ") ORDER BY id", row -> row.getLong(1));
    }

    static String joined(Collection<Long> ids) {
        return ids.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    /// What is found by another name than the question's.
    ///
    /// @param messages the newest that speak of somebody whom the question names, each with the question's name:
    ///                 asked for Anna, those that say "my sister". A relation counts even if it is the one asked
    ///                 for: it has several words ("mum", "mother")
    /// @param facts    the same
    public record Otherwise(Map<Integer, String> messages, Map<Long, String> facts) {
        public static final Otherwise NOTHING = new Otherwise(Map.of(), Map.of());

        public static Otherwise of(Sql sql, String question) throws SQLException {
            List<Long> named = aliases(sql, question);
            if (named.isEmpty()) return NOTHING;
            record Other(long alias, String asked) {}
            List<Other> others = sql.list(
                    "SELECT o.id, min(n.key) AS asked FROM entity_alias n JOIN entity_alias o ON o.entity_id = n.entity_id"
                            + " WHERE n.id IN (" + joined(named) + ") AND (instr(o.key, '/') > 0 OR o.id NOT IN ("
                            + joined(named) + ")) GROUP BY o.id",
                    row -> new Other(row.getLong("id"), word(row.getString("asked"))));
            Map<Integer, String> messages = new LinkedHashMap<>();
            Map<Long, String> facts = new LinkedHashMap<>();
            for (Other other : others) {
                sql.visit(
                        "SELECT o.message_id FROM entity_mention o WHERE o.alias_id = ? AND NOT EXISTS (SELECT 1"
                                + " FROM entity_mention n JOIN entity_alias a ON a.id = n.alias_id"
                                + " WHERE n.message_id = o.message_id AND n.alias_id IN (" + joined(named)
                                + ") AND instr(a.key, '/') = 0) ORDER BY o.message_id DESC LIMIT " + MOST,
                        row -> {
                            messages.putIfAbsent(row.getInt(1), other.asked());
                            return true;
                        },
                        other.alias());
                sql.visit(
                        "SELECT fact_id FROM entity_fact WHERE alias_id = ? ORDER BY fact_id DESC LIMIT " + MOST,
                        row -> {
                            facts.putIfAbsent(row.getLong(1), other.asked());
                            return true;
                        },
                        other.alias());
            }
            return new Otherwise(messages, facts);
        }

        /// "sister" of `0/sister`.
        private static String word(String key) {
            return key.substring(key.indexOf('/') + 1);
        }
    }
}
