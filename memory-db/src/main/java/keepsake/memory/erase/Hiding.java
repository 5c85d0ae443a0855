package keepsake.memory.erase;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import keepsake.memory.MemoryException;
import keepsake.memory.MemoryException.Reason;
import keepsake.memory.MemoryId;
import keepsake.memory.conversation.Tellings;
import keepsake.memory.conversation.Titles;
import keepsake.memory.fact.SqliteFacts;
import keepsake.memory.sql.Sql;

/// Takes messages and facts out of sight, and back.
final class Hiding {
    private Hiding() {}

    static int hide(Sql sql, Collection<MemoryId> ids, Collection<Traces> traces, Instant now) throws SQLException {
        Ids.require(sql, ids);
        for (MemoryId id : factsOf(ids)) SqliteFacts.retract(sql, id, now);
        List<Long> messages = Ids.of(ids, MemoryId.Kind.MESSAGE);
        String json = Ids.json(messages);
        refuseUnfinished(sql, json);
        Tellings.remove(sql, json);
        Titled titled = Titled.of(sql, json);
        int hidden =
                sql.update("UPDATE message SET deleted_at = ? WHERE deleted_at IS NULL AND id" + Ids.IN, now, json);
        // What was told again in a message that is still there is found there.
        Tellings.addLike(sql, json);
        titled.refresh(sql);
        for (Traces trace : traces) trace.hide(sql, messages);
        return hidden;
    }

    static int show(Sql sql, Collection<MemoryId> ids, Collection<Traces> traces, Instant now) throws SQLException {
        Ids.require(sql, ids);
        for (MemoryId id : factsOf(ids)) SqliteFacts.bringBack(sql, id, now);
        List<Long> messages = Ids.of(ids, MemoryId.Kind.MESSAGE);
        String json = Ids.json(messages);
        int shown =
                sql.update("UPDATE message SET deleted_at = NULL WHERE deleted_at IS NOT NULL AND id" + Ids.IN, json);
        Tellings.addLike(sql, json);
        Titled.ofAll(sql, json).refresh(sql);
        for (Traces trace : traces) trace.show(sql, messages);
        return shown;
    }

    private static List<MemoryId> factsOf(Collection<MemoryId> ids) {
        return ids.stream().filter(id -> id.kind() == MemoryId.Kind.FACT).toList();
    }

    private static void refuseUnfinished(Sql sql, String json) throws SQLException {
        long writing = sql.number("SELECT count(*) FROM message WHERE state = 'writing' AND id" + Ids.IN, json);
        if (writing > 0) {
            throw new MemoryException(
                    Reason.BAD_INPUT, "An answer that is being written cannot be hidden yet. Nothing was changed.");
        }
    }

    /// Conversations whose title was made from a message: it follows what is still in sight.
    private record Titled(Set<Long> conversations) {
        /// Those whose title these messages say.
        static Titled of(Sql sql, String json) throws SQLException {
            return from(sql, "m.id" + Ids.IN, json);
        }

        /// Those whose title any of their messages says.
        static Titled ofAll(Sql sql, String json) throws SQLException {
            return from(sql, "c.id IN (SELECT conversation_id FROM message WHERE id" + Ids.IN + ")", json);
        }

        private static Titled from(Sql sql, String which, String json) throws SQLException {
            Set<Long> derived = new LinkedHashSet<>();
            sql.visit(
                    "SELECT c.id, c.title, m.text FROM message m JOIN conversation c ON c.id = m.conversation_id WHERE "
                            + which,
                    row -> {
                        if (row.getString(2).isEmpty() || Titles.isFrom(row.getString(3), row.getString(2))) {
                            derived.add(row.getLong(1));
                        }
                        return true;
                    },
                    json);
            return new Titled(derived);
        }

        void refresh(Sql sql) throws SQLException {
            for (long conversation : conversations) Removal.retitle(sql, conversation);
        }
    }
}
