package keepsake.memory.index;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import keepsake.memory.sql.Sql;

/// Brings places and words in step with the messages, within one writing transaction. Changes of words are gathered and
/// written word by word in the order of the table: many messages at once cost little more than one.
final class IndexWriter implements AutoCloseable {
    private static final byte[] NO_PLACES = {};

    private final Sql sql;
    private final Sql.Repeated heldWords;
    private final Sql.Repeated heldLength;
    private final Sql.Repeated dropPlace;
    private final Sql.Repeated dropWords;
    private final Sql.Repeated addPlace;
    private final Sql.Repeated addWords;
    private final Sql.Repeated findWord;
    private final Sql.Repeated addWord;
    private final Sql.Repeated countWord;
    private final Sql.Repeated dropWord;
    private final Sql.Repeated list;
    private final Sql.Repeated putList;
    private final Sql.Repeated dropList;
    private final Sql.Repeated done;

    private final Map<Long, ChangedWord> byId = new HashMap<>();
    private final Map<String, ChangedWord> byText = new HashMap<>();
    private final Map<String, Long> speakers = new HashMap<>();
    private final long newestBefore;
    private long newest;
    private long lastWord;
    private long places;
    private long length;
    private boolean moved;

    IndexWriter(Sql sql) throws SQLException {
        this.sql = sql;
        heldWords = sql.repeated("SELECT words FROM place_words WHERE message = ?");
        heldLength = sql.repeated("SELECT length FROM place WHERE message = ?");
        dropPlace = sql.repeated("DELETE FROM place WHERE message = ?");
        dropWords = sql.repeated("DELETE FROM place_words WHERE message = ?");
        addPlace = sql.repeated("INSERT INTO place (message, conversation, previous, length, words, speaker, traits)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?)");
        addWords = sql.repeated("INSERT INTO place_words (message, words) VALUES (?, ?)");
        findWord = sql.repeated("SELECT id FROM word WHERE text = ?");
        addWord = sql.repeated("INSERT INTO word (id, text, messages) VALUES (?, ?, 0)");
        countWord = sql.repeated("UPDATE word SET messages = messages + ? WHERE id = ?");
        dropWord = sql.repeated("DELETE FROM word WHERE id = ? AND messages <= 0");
        list = sql.repeated("SELECT places FROM word_place WHERE word = ? AND block = ?");
        putList = sql.repeated("INSERT OR REPLACE INTO word_place (word, block, places) VALUES (?, ?, ?)");
        dropList = sql.repeated("DELETE FROM word_place WHERE word = ? AND block = ?");
        done = sql.repeated("DELETE FROM place_due WHERE message = ?");
        newestBefore = sql.number("SELECT max(message) FROM place");
        newest = newestBefore;
        lastWord = sql.number("SELECT max(id) FROM word");
    }

    /// Indexes what is due, as it is now.
    void look(List<DueMessage> messages, Terms terms, ZoneId zone) throws SQLException {
        for (DueMessage message : messages) put(Reading.of(message, terms, zone));
        finish();
    }

    /// Takes the changes of one message, greater ids after smaller ones. Written by [#finish].
    void put(Reading reading) throws SQLException {
        DueMessage message = reading.message();
        if (message.id() <= newest) remove(message.id());
        if (message.isThere()) add(reading);
        done.update(message.id());
    }

    /// Takes messages out, in the transaction that erases them.
    void forget(Collection<Long> messages) throws SQLException {
        for (long message : new TreeSet<>(messages)) {
            remove(message);
            done.update(message);
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
        Optional<byte[]> held = heldWords.bytes(message);
        if (held.isEmpty()) return;
        ByteBuffer ids = ByteBuffer.wrap(held.get());
        while (ids.hasRemaining()) changed(ids.getInt()).put(message, 0);
        length -= heldLength.number(message);
        places--;
        moved = true;
        dropPlace.update(message);
        dropWords.update(message);
    }

    private void add(Reading reading) throws SQLException {
        DueMessage message = reading.message();
        ByteBuffer ids = ByteBuffer.allocate(reading.terms().size() * Integer.BYTES);
        for (Reading.Counted term : reading.terms()) {
            ChangedWord word = changed(term.term());
            word.put(message.id(), term.times());
            ids.putInt(word.id());
        }
        addPlace.update(
                message.id(),
                message.conversation(),
                message.parent(),
                reading.length(),
                reading.words(),
                speaker(message),
                reading.traits());
        addWords.update(message.id(), ids.array());
        if (message.id() <= newest) moved = true;
        newest = Math.max(newest, message.id());
        places++;
        length += reading.length();
    }

    private ChangedWord changed(int id) {
        return byId.computeIfAbsent((long) id, word -> new ChangedWord(id));
    }

    private ChangedWord changed(String text) throws SQLException {
        ChangedWord known = byText.get(text);
        if (known != null) return known;
        long found = findWord.number(text);
        if (found == 0) {
            found = ++lastWord;
            addWord.update(found, text);
        }
        ChangedWord word = changed(Math.toIntExact(found));
        byText.put(text, word);
        return word;
    }

    private long speaker(DueMessage message) throws SQLException {
        String name = message.speaker();
        if (name == null) return message.isUser() ? 0 : -1;
        Long known = speakers.get(name);
        if (known != null) return known;
        sql.update("INSERT OR IGNORE INTO speaker (name) VALUES (?)", name);
        long id = sql.number("SELECT id FROM speaker WHERE name = ?", name);
        speakers.put(name, id);
        return id;
    }

    /// Writes what was gathered.
    void finish() throws SQLException {
        List<ChangedWord> inOrder = new ArrayList<>(byId.values());
        inOrder.sort(Comparator.comparingInt(ChangedWord::id));
        for (ChangedWord word : inOrder) write(word);
        byId.clear();
        byText.clear();
        sql.update(
                "UPDATE place_state SET places = places + ?, length = length + ?, changes = changes + ?",
                places,
                length,
                moved ? 1 : 0);
        places = 0;
        length = 0;
        moved = false;
    }

    private void write(ChangedWord word) throws SQLException {
        int difference = 0;
        for (int from = 0; from < word.size(); ) {
            long block = PlaceList.block(word.messages()[from]);
            int to = word.endOfBlock(from);
            // Behind everything that was there, no list can be.
            byte[] before = block > PlaceList.block(newestBefore)
                    ? NO_PLACES
                    : list.bytes(word.id(), block).orElse(NO_PLACES);
            byte[] after = PlaceList.with(before, word.messages(), word.times(), from, to);
            difference += PlaceList.size(after) - PlaceList.size(before);
            if (after.length > 0) putList.update(word.id(), block, after);
            else if (before.length > 0) dropList.update(word.id(), block);
            from = to;
        }
        if (difference != 0) countWord.update(difference, word.id());
        if (difference <= 0) dropWord.update(word.id());
    }

    @Override
    public void close() throws SQLException {
        for (Sql.Repeated statement : List.of(
                heldWords,
                heldLength,
                dropPlace,
                dropWords,
                addPlace,
                addWords,
                findWord,
                addWord,
                countWord,
                dropWord,
                list,
                putList,
                dropList,
                done)) {
            statement.close();
        }
    }
}
