package keepsake.memory.link;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import keepsake.memory.sql.Sql;

/// What a question names, and where it is spoken of by another name. Reads only.
public final class Mentioned {
    /// Somebody spoken of in more messages is found by words; reading them all would take longer than it is worth.
    private static final int MOST = 2_000;

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
        for (Named relation : Relations.of(text, "0")) keys.add(relation.key());
        if (keys.isEmpty()) return List.of();
        String quoted =
                keys.stream().map(key -> "'" + key.replace("'", "''") + "'").collect(Collectors.joining(","));
        return sql.list("SELECT id FROM entity_alias WHERE key IN (" + quoted + ") ORDER BY id", row -> row.getLong(1));
    }

    static String joined(Collection<Long> ids) {
        return ids.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    /// The newest messages that speak of somebody whom the question names, by a name that it does not use: asked for
    /// Anna, those that say "my sister".
    public static Set<Integer> otherwise(Sql sql, String question) throws SQLException {
        List<Long> named = aliases(sql, question);
        if (named.isEmpty()) return Set.of();
        List<Long> others = new ArrayList<>(sql.list(
                "SELECT o.id FROM entity_alias o WHERE o.entity_id IN (SELECT entity_id FROM entity_alias WHERE id IN ("
                        + joined(named) + ")) AND o.id NOT IN (" + joined(named) + ")",
                row -> row.getLong(1)));
        if (others.isEmpty()) return Set.of();
        return new HashSet<>(sql.list(
                "SELECT message_id FROM entity_mention WHERE alias_id IN (" + joined(others)
                        + ") ORDER BY message_id DESC LIMIT " + MOST,
                row -> row.getInt(1)));
    }
}
