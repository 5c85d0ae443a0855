package keepsake.memory.index;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import keepsake.memory.sql.Sql;
import keepsake.memory.text.Words;
import org.jspecify.annotations.Nullable;

/// Brings places and words in step with the messages, within one writing transaction.
final class IndexWriter {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);
    private static final byte[] NO_PLACES = {};

    private final Sql sql;
    private final ZoneId zone;

    /// What is to be done to each word: message -> how often it holds the word now.
    private final Map<Long, NavigableMap<Long, Integer>> words = new HashMap<>();

    private final Map<String, Long> known = new HashMap<>();
    private long newest;
    private long places;
    private long length;
    private boolean moved;

    IndexWriter(Sql sql, ZoneId zone) throws SQLException {
        this.sql = sql;
        this.zone = zone;
        this.newest = sql.number("SELECT max(message) FROM place");
    }

    private record Row(
            long id,
            long conversation,
            long parent,
            boolean isUser,
            @Nullable String speaker,
            String text,
            Instant saidAt,
            boolean told) {}

    /// Looks at messages again, whatever became of them.
    void look(Collection<Long> messages) throws SQLException {
        for (long message : messages) {
            remove(message);
            Optional<Row> row = sql.first(
                    "SELECT id, conversation_id, coalesce(parent_id, 0) AS parent, role, speaker, text, said_at,"
                            + " told_key IS NOT NULL AS told FROM message"
                            + " WHERE id = ? AND state <> 'writing' AND deleted_at IS NULL",
                    r -> new Row(
                            r.getLong("id"),
                            r.getLong("conversation_id"),
                            r.getLong("parent"),
                            r.getString("role").equals("user"),
                            r.getString("speaker"),
                            r.getString("text"),
                            Sql.time(r, "said_at"),
                            r.getBoolean("told")),
                    message);
            if (row.isPresent()) add(row.get());
            sql.update("DELETE FROM place_due WHERE message = ?", message);
        }
        finish();
    }

    /// Takes messages out, in the transaction that erases them.
    void forget(Collection<Long> messages) throws SQLException {
        for (long message : messages) {
            remove(message);
            sql.update("DELETE FROM place_due WHERE message = ?", message);
        }
        finish();
        sql.update("DELETE FROM speaker WHERE NOT EXISTS (SELECT 1 FROM place p WHERE p.speaker = speaker.id)"
                + " AND NOT EXISTS (SELECT 1 FROM message m WHERE m.speaker = speaker.name AND m.id NOT IN ("
                + joined(messages) + "))");
    }

    private static String joined(Collection<Long> ids) {
        StringBuilder list = new StringBuilder();
        for (long id : ids) list.append(list.isEmpty() ? "" : ",").append(id);
        return list.toString();
    }

    private void remove(long message) throws SQLException {
        Optional<byte[]> held =
                sql.first("SELECT words FROM place_words WHERE message = ?", row -> row.getBytes(1), message);
        if (held.isEmpty()) return;
        ByteBuffer ids = ByteBuffer.wrap(held.get());
        while (ids.hasRemaining())
            words.computeIfAbsent((long) ids.getInt(), w -> new TreeMap<>()).put(message, 0);
        length -= sql.number("SELECT length FROM place WHERE message = ?", message);
        places--;
        moved = true;
        sql.update("DELETE FROM place WHERE message = ?", message);
        sql.update("DELETE FROM place_words WHERE message = ?", message);
    }

    private void add(Row row) throws SQLException {
        List<String> terms = new ArrayList<>(Terms.of(row.text()));
        terms.addAll(Terms.of(DAY.format(LocalDate.ofInstant(row.saidAt(), zone))));
        if (row.speaker() != null) terms.addAll(Terms.of(row.speaker()));
        Map<String, Integer> counts = Terms.counted(terms);
        ByteBuffer ids = ByteBuffer.allocate(counts.size() * Integer.BYTES);
        for (Map.Entry<String, Integer> term : counts.entrySet()) {
            long word = word(term.getKey());
            ids.putInt(Math.toIntExact(word));
            words.computeIfAbsent(word, w -> new TreeMap<>()).put(row.id(), term.getValue());
        }
        sql.update(
                "INSERT INTO place (message, conversation, previous, length, words, speaker, traits)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                row.id(),
                row.conversation(),
                row.parent(),
                terms.size(),
                Words.of(row.text(), 4_000).size(),
                speaker(row),
                Traits.of(row.text()) | (row.told() ? Traits.TOLD : 0));
        sql.update("INSERT INTO place_words (message, words) VALUES (?, ?)", row.id(), ids.array());
        if (row.id() <= newest) moved = true;
        newest = Math.max(newest, row.id());
        places++;
        length += terms.size();
    }

    private long word(String text) throws SQLException {
        Long id = known.get(text);
        if (id != null) return id;
        long found = sql.number("SELECT id FROM word WHERE text = ?", text);
        if (found == 0) found = sql.insert("INSERT INTO word (text, messages) VALUES (?, 0)", text);
        known.put(text, found);
        return found;
    }

    private long speaker(Row row) throws SQLException {
        if (row.speaker() == null) return row.isUser() ? 0 : -1;
        sql.update("INSERT OR IGNORE INTO speaker (name) VALUES (?)", row.speaker());
        return sql.number("SELECT id FROM speaker WHERE name = ?", row.speaker());
    }

    private void finish() throws SQLException {
        for (Map.Entry<Long, NavigableMap<Long, Integer>> word : words.entrySet())
            change(word.getKey(), word.getValue());
        words.clear();
        sql.update(
                "UPDATE place_state SET places = places + ?, length = length + ?, changes = changes + ?",
                places,
                length,
                moved ? 1 : 0);
        places = 0;
        length = 0;
        moved = false;
    }

    private void change(long word, NavigableMap<Long, Integer> messages) throws SQLException {
        int difference = 0;
        NavigableMap<Long, Integer> rest = messages;
        while (!rest.isEmpty()) {
            long block = PlaceList.block(rest.firstKey());
            long end = (block + 1) << PlaceList.BLOCK_BITS;
            byte[] list = sql.first(
                            "SELECT places FROM word_place WHERE word = ? AND block = ?",
                            row -> row.getBytes(1),
                            word,
                            block)
                    .orElse(NO_PLACES);
            byte[] changed = PlaceList.with(list, rest.headMap(end, false));
            difference += size(changed) - size(list);
            store(word, block, changed);
            rest = rest.tailMap(end, true);
        }
        sql.update("UPDATE word SET messages = messages + ? WHERE id = ?", difference, word);
        sql.update("DELETE FROM word WHERE id = ? AND messages <= 0", word);
    }

    private static int size(byte[] list) {
        int[] size = {0};
        PlaceList.visit(0, list, (message, times) -> size[0]++);
        return size[0];
    }

    private void store(long word, long block, byte[] list) throws SQLException {
        if (list.length == 0) {
            sql.update("DELETE FROM word_place WHERE word = ? AND block = ?", word, block);
        } else {
            sql.update("INSERT OR REPLACE INTO word_place (word, block, places) VALUES (?, ?, ?)", word, block, list);
        }
    }
}
