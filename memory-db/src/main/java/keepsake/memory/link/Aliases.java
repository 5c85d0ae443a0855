package keepsake.memory.link;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import keepsake.memory.Entity.Kind;
import keepsake.memory.sql.Sql;

/// Aliases and the entities they belong to, within one writing transaction. The rules:
///
/// - A name founds an entity. A relation ("my sister") belongs to the one entity whose name it is said to be; to one of
///   its own when nobody says so, or when different names are said.
/// - A single name belongs to the one person whose full name begins with it; to one of its own when there are several.
/// - What the user merged or split stays.
///
/// So what belongs where follows from what messages say now, and erasing one of them needs only to look again.
final class Aliases {
    private final Sql sql;
    private final Instant now;
    private final Set<Long> touched = new LinkedHashSet<>();

    Aliases(Sql sql, Instant now) {
        this.sql = sql;
        this.now = now;
    }

    /// @param isNew no message mentioned it before
    record Alias(long id, boolean isNew) {}

    /// The alias of a name, which is made when the text shows that it is one.
    Optional<Alias> of(Named named) throws SQLException {
        long id = sql.number("SELECT id FROM entity_alias WHERE key = ?", named.key());
        boolean isNew = id == 0;
        if (isNew) {
            if (!named.isSure()) return Optional.empty();
            long entity = found(named.kind(), named.said());
            id = sql.insert(
                    "INSERT INTO entity_alias (entity_id, key, text, placed) VALUES (?, ?, ?, 'own')",
                    entity,
                    named.key(),
                    named.said());
        } else if (named.kind() != Kind.THING) {
            sql.update(
                    "UPDATE entity SET kind = ? WHERE kind = 'thing' AND id = (SELECT entity_id FROM entity_alias WHERE id = ?)",
                    named.kind().id(),
                    id);
        }
        return Optional.of(new Alias(id, isNew));
    }

    private long found(Kind kind, String name) throws SQLException {
        return sql.insert("INSERT INTO entity (kind, name, made_at) VALUES (?, ?, ?)", kind.id(), name, now);
    }

    void mention(long alias, long message, String said) throws SQLException {
        int added = sql.update(
                "INSERT OR IGNORE INTO entity_mention (alias_id, message_id, said) VALUES (?, ?, ?)",
                alias,
                message,
                said);
        if (added > 0) touched.add(entity(alias));
    }

    void same(long alias, long name, long message) throws SQLException {
        if (alias == name) return;
        sql.update(
                "INSERT OR IGNORE INTO entity_same (alias_id, name_id, message_id) VALUES (?, ?, ?)",
                alias,
                name,
                message);
        settle(alias);
    }

    private long entity(long alias) throws SQLException {
        return sql.number("SELECT entity_id FROM entity_alias WHERE id = ?", alias);
    }

    private record Row(long entity, String key, String text, String placed) {}

    private Optional<Row> row(long alias) throws SQLException {
        return sql.first(
                "SELECT entity_id, key, text, placed FROM entity_alias WHERE id = ?",
                row -> new Row(row.getLong(1), row.getString(2), row.getString(3), row.getString(4)),
                alias);
    }

    /// Puts an alias where it belongs by what messages say now.
    void settle(long alias) throws SQLException {
        Optional<Row> found = row(alias);
        if (found.isEmpty() || found.get().placed().equals("user")) return;
        Row row = found.get();
        Set<Long> said = new HashSet<>(sql.list(
                "SELECT DISTINCT n.entity_id FROM entity_same s JOIN entity_alias n ON n.id = s.name_id WHERE s.alias_id = ?",
                r -> r.getLong(1),
                alias));
        if (row.key().indexOf(' ') < 0) said.addAll(fullNames(row.key()));
        if (said.size() == 1) {
            place(alias, row, said.iterator().next(), "rule");
        } else if (row.placed().equals("rule")) {
            String kind = sql.text("SELECT kind FROM entity WHERE id = ?", row.entity());
            place(alias, row, found(Kind.valueOf(kind.toUpperCase(java.util.Locale.ROOT)), row.text()), "own");
        }
    }

    /// The entities of "Anna Schmidt" and "Anna Bauer" for "anna": persons with one more name.
    private List<Long> fullNames(String first) throws SQLException {
        return sql.list(
                "SELECT DISTINCT a.entity_id FROM entity_alias a JOIN entity e ON e.id = a.entity_id"
                        + " WHERE a.key > ?1 || ' ' AND a.key < ?1 || '!' AND instr(substr(a.key, length(?1) + 2), ' ') = 0"
                        + " AND e.kind = 'person' AND NOT EXISTS (SELECT 1 FROM entity_alias o WHERE o.key = ?1"
                        + " AND o.entity_id <> a.entity_id AND o.placed = 'user')",
                row -> row.getLong(1),
                first);
    }

    /// Looks again at the names that begin as this one, or that this one begins.
    void settleAround(long alias, String key) throws SQLException {
        int space = key.indexOf(' ');
        if (space < 0) {
            settle(alias);
        } else {
            long first = sql.number("SELECT id FROM entity_alias WHERE key = ?", key.substring(0, space));
            if (first > 0) settle(first);
        }
    }

    private void place(long alias, Row row, long entity, String placed) throws SQLException {
        if (row.entity() == entity) return;
        sql.update("UPDATE entity_alias SET entity_id = ?, placed = ? WHERE id = ?", entity, placed, alias);
        keepName(row.entity(), entity);
        moved(row.entity());
        moved(entity);
        // Relations that are said to be this name go where it goes.
        for (long other :
                sql.list("SELECT DISTINCT alias_id FROM entity_same WHERE name_id = ?", r -> r.getLong(1), alias)) {
            settle(other);
        }
    }

    /// A name the user gave is not lost with an entity that has nothing left.
    private void keepName(long from, long to) throws SQLException {
        sql.update(
                "UPDATE entity SET named_by = 'user', name = (SELECT name FROM entity WHERE id = ?1) WHERE id = ?2"
                        + " AND named_by = 'rule' AND EXISTS (SELECT 1 FROM entity WHERE id = ?1 AND named_by = 'user')"
                        + " AND NOT EXISTS (SELECT 1 FROM entity_alias WHERE entity_id = ?1)",
                from,
                to);
    }

    /// All aliases of one entity become the other's; what the rules had joined stays joined by rule.
    void merge(long into, long other) throws SQLException {
        sql.update(
                "UPDATE entity_alias SET entity_id = ?, placed = iif(placed = 'rule', 'rule', 'user') WHERE entity_id = ?",
                into,
                other);
        keepName(other, into);
        moved(into);
        moved(other);
    }

    /// @return the new entity
    long split(long alias) throws SQLException {
        Row row = row(alias).orElseThrow();
        String kind = sql.text("SELECT kind FROM entity WHERE id = ?", row.entity());
        long own = found(Kind.valueOf(kind.toUpperCase(java.util.Locale.ROOT)), row.text());
        place(alias, row, own, "user");
        return own;
    }

    /// What links of facts were made for an entity must be looked at again.
    private void moved(long entity) throws SQLException {
        touched.add(entity);
        sql.update(
                "INSERT OR IGNORE INTO link_due (fact) SELECT f.fact_id FROM entity_fact f"
                        + " JOIN entity_alias a ON a.id = f.alias_id WHERE a.entity_id = ?",
                entity);
    }

    /// Takes out aliases that no message mentions, and makes those that stay say only what messages say.
    ///
    /// @param aliases that lost a mention, or what said whose they are
    void review(Collection<Long> aliases) throws SQLException {
        List<Long> again = new ArrayList<>();
        for (long alias : aliases) {
            touched.add(entity(alias));
            Optional<String> said = sql.first(
                    "SELECT said FROM entity_mention WHERE alias_id = ? ORDER BY message_id LIMIT 1",
                    row -> row.getString(1),
                    alias);
            again.addAll(sql.list(
                    "SELECT DISTINCT alias_id FROM entity_same WHERE name_id = ?", row -> row.getLong(1), alias));
            if (said.isPresent()) {
                sql.update("UPDATE entity_alias SET text = ? WHERE id = ?", said.get(), alias);
                again.add(alias);
                continue;
            }
            String key = sql.text("SELECT key FROM entity_alias WHERE id = ?", alias);
            sql.update("DELETE FROM entity_same WHERE alias_id = ?1 OR name_id = ?1", alias);
            sql.update("DELETE FROM entity_fact WHERE alias_id = ?", alias);
            sql.update("DELETE FROM entity_alias WHERE id = ?", alias);
            if (key.indexOf(' ') > 0) settleAround(alias, key);
        }
        for (long alias : again) settle(alias);
    }

    Set<Long> touched() {
        return touched;
    }

    /// Entities without an alias go; others that no user named are called as they are called most.
    void tidy() throws SQLException {
        for (long entity : touched) {
            Optional<String> name = sql.first(
                    "SELECT a.text FROM entity_alias a WHERE a.entity_id = ? ORDER BY instr(a.key, '/') > 0,"
                            + " (SELECT count(*) FROM entity_mention m WHERE m.alias_id = a.id) DESC,"
                            + " length(a.text) DESC, a.id LIMIT 1",
                    row -> row.getString(1),
                    entity);
            if (name.isEmpty()) sql.update("DELETE FROM entity WHERE id = ?", entity);
            else sql.update("UPDATE entity SET name = ? WHERE id = ? AND named_by = 'rule'", name.get(), entity);
        }
        touched.clear();
    }
}
