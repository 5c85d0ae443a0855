package keepsake.memory.link;

import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import keepsake.memory.Entities;
import keepsake.memory.Entity;
import keepsake.memory.Fact;
import keepsake.memory.MemoryException;
import keepsake.memory.MemoryException.Reason;
import keepsake.memory.MemoryId;
import keepsake.memory.fact.FactRow;
import keepsake.memory.never.Screen;
import keepsake.memory.sql.Database;
import keepsake.memory.sql.Sql;
import keepsake.memory.text.Words;

/// Entities in SQLite. Threads: any.
public final class SqliteEntities implements Entities {
    private static final int LONGEST_NAME = 80;
    private static final int EXCERPT = 120;

    private static final String MENTIONS_IN_SIGHT = " FROM entity_alias a JOIN entity_mention n ON n.alias_id = a.id"
            + " JOIN message m ON m.id = n.message_id JOIN conversation c ON c.id = m.conversation_id"
            + " WHERE m.deleted_at IS NULL AND c.deleted_at IS NULL";

    private final Database database;
    private final InstantSource clock;

    public SqliteEntities(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public List<Entity> list() {
        return database.read(sql -> entities(sql, ""));
    }

    /// @param which a condition on `entity e`, or nothing
    private static List<Entity> entities(Sql sql, String which) throws SQLException {
        Map<Long, List<String>> aliases = new HashMap<>();
        sql.visit(
                "SELECT a.entity_id, a.text, count(*) AS times" + MENTIONS_IN_SIGHT
                        + (which.isEmpty() ? "" : " AND a.entity_id IN (SELECT e.id FROM entity e WHERE " + which + ")")
                        + " GROUP BY a.id ORDER BY times DESC, a.id",
                row -> {
                    aliases.computeIfAbsent(row.getLong(1), e -> new ArrayList<>())
                            .add(row.getString(2));
                    return true;
                });
        return sql.list(
                "SELECT e.id, e.kind, e.name, s.messages, s.last FROM entity e JOIN (SELECT a.entity_id,"
                        + " count(DISTINCT m.id) AS messages, max(m.said_at) AS last" + MENTIONS_IN_SIGHT
                        + " GROUP BY a.entity_id) s ON s.entity_id = e.id"
                        + (which.isEmpty() ? "" : " WHERE " + which) + " ORDER BY s.messages DESC, e.id",
                row -> new Entity(
                        new Entity.Id(row.getLong("id")),
                        Entity.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                        row.getString("name"),
                        aliases.getOrDefault(row.getLong("id"), List.of(row.getString("name"))),
                        row.getLong("messages"),
                        Sql.time(row, "last")));
    }

    @Override
    public Optional<Details> show(Entity.Id id) {
        return database.read(sql -> {
            List<Entity> found = entities(sql, "e.id = " + id.number());
            if (found.isEmpty()) return Optional.<Details>empty();
            return Optional.of(new Details(found.getFirst(), facts(sql, id), mentions(sql, id)));
        });
    }

    private static List<Fact> facts(Sql sql, Entity.Id id) throws SQLException {
        List<Long> ids = sql.list(
                "SELECT DISTINCT f.fact_id FROM entity_fact f JOIN entity_alias a ON a.id = f.alias_id"
                        + " JOIN fact t ON t.id = f.fact_id WHERE a.entity_id = ? AND t.status = 'active'"
                        + " ORDER BY f.fact_id DESC",
                row -> row.getLong(1),
                id.number());
        List<Fact> facts = new ArrayList<>(FactRow.withIds(sql, ids));
        facts.sort(java.util.Comparator.comparingLong((Fact fact) -> fact.id().number())
                .reversed());
        return facts;
    }

    private static List<Mention> mentions(Sql sql, Entity.Id id) throws SQLException {
        Map<Long, Mention> once = new LinkedHashMap<>();
        sql.visit(
                "SELECT m.id, m.conversation_id, m.said_at, n.said, m.text" + MENTIONS_IN_SIGHT
                        + " AND a.entity_id = ? ORDER BY m.said_at DESC, m.id DESC, length(n.said) DESC",
                row -> {
                    String said = row.getString("said");
                    once.putIfAbsent(
                            row.getLong("id"),
                            new Mention(
                                    MemoryId.message(row.getLong("id")),
                                    row.getLong("conversation_id"),
                                    Sql.time(row, "said_at"),
                                    said,
                                    Words.excerpt(row.getString("text"), Words.of(said, 1), EXCERPT)));
                    return once.size() < Details.MENTIONS;
                },
                id.number());
        return List.copyOf(once.values());
    }

    @Override
    public List<Entity> namedIn(String text) {
        return database.read(sql -> {
            List<Long> ids = Mentioned.entities(sql, text);
            if (ids.isEmpty()) return List.of();
            return entities(sql, "e.id IN (" + Mentioned.joined(ids) + ")");
        });
    }

    @Override
    public Entity rename(Entity.Id id, String name) {
        String line = Words.wellFormed(name).replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        if (line.isEmpty() || line.length() > LONGEST_NAME) {
            throw new MemoryException(
                    Reason.BAD_INPUT,
                    "A name has 1 to " + LONGEST_NAME + " characters. The old name was kept; type another one.");
        }
        return database.write(sql -> {
            require(sql, id);
            String kept = Screen.of(sql).text(line);
            sql.update("UPDATE entity SET name = ?, named_by = 'user' WHERE id = ?", kept, id.number());
            return entity(sql, id);
        });
    }

    @Override
    public Entity merge(Entity.Id id, Entity.Id other) {
        if (id.equals(other)) {
            throw new MemoryException(
                    Reason.BAD_INPUT, id + " cannot be merged with itself; name two. Nothing was changed.");
        }
        Instant now = clock.instant();
        return database.write(sql -> {
            require(sql, id);
            require(sql, other);
            Aliases aliases = new Aliases(sql, now);
            aliases.merge(id.number(), other.number());
            aliases.tidy();
            return entity(sql, id);
        });
    }

    @Override
    public Entity split(Entity.Id id, String alias) {
        Instant now = clock.instant();
        return database.write(sql -> {
            Entity whole = entity(sql, id);
            long found = sql.number(
                    "SELECT id FROM entity_alias WHERE entity_id = ?1 AND (text = ?2 OR key = ?3) ORDER BY text = ?2 DESC",
                    id.number(),
                    alias.strip(),
                    Words.key(alias));
            if (found == 0) {
                throw new MemoryException(
                        Reason.BAD_INPUT,
                        whole.name() + " (" + id + ") is not called “" + alias.strip()
                                + "”. Nothing was changed; it is called: " + String.join(", ", whole.aliases()) + ".");
            }
            if (sql.number("SELECT count(*) FROM entity_alias WHERE entity_id = ?", id.number()) == 1) {
                throw new MemoryException(
                        Reason.BAD_INPUT,
                        whole.name() + " (" + id + ") is called nothing else, so there is nothing to split."
                                + " Nothing was changed.");
            }
            Aliases aliases = new Aliases(sql, now);
            long own = aliases.split(found);
            aliases.tidy();
            return entity(sql, new Entity.Id(own));
        });
    }

    private static void require(Sql sql, Entity.Id id) throws SQLException {
        entity(sql, id);
    }

    private static Entity entity(Sql sql, Entity.Id id) throws SQLException {
        return entities(sql, "e.id = " + id.number()).stream()
                .findFirst()
                .orElseThrow(() -> new MemoryException(
                        Reason.BAD_INPUT,
                        "There is no entity " + id + ". Nothing was changed; 'keepsake entities' lists them."));
    }
}
