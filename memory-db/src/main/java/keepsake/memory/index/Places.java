package keepsake.memory.index;

import java.sql.SQLException;
import java.util.Arrays;
import keepsake.memory.sql.Sql;

/// Where every indexed message stands, in memory: 15 bytes each, by its id. Follows the table at each question,
/// whichever process wrote. Confined to the lock of [TextIndex].
public final class Places {
    private static final int NO_PLACE = -1;

    private int[] conversations = new int[0];
    private int[] previous = new int[0];
    private int[] next = new int[0];
    private short[] lengths = new short[0];
    private short[] words = new short[0];
    private short[] speakers = new short[0];
    private byte[] traits = new byte[0];
    private long changes = -1;
    private int last;
    private int count;
    private double meanLength = 1;

    Places() {}

    /// Reads what is new since the last time; everything when something older changed.
    void follow(Sql sql) throws SQLException {
        sql.visit("SELECT places, length, changes FROM place_state", row -> {
            count = row.getInt(1);
            meanLength = count == 0 ? 1 : Math.max(1.0, (double) row.getLong(2) / count);
            if (row.getLong(3) != changes) clear(row.getLong(3));
            return false;
        });
        long newest = sql.number("SELECT max(message) FROM place");
        if (newest <= last) return;
        grow(Math.toIntExact(newest));
        sql.visit(
                "SELECT message, conversation, previous, length, words, speaker, traits FROM place WHERE message > ?",
                row -> {
                    int id = row.getInt(1);
                    conversations[id] = row.getInt(2);
                    previous[id] = row.getInt(3);
                    lengths[id] = (short) Math.min(Short.MAX_VALUE, row.getInt(4));
                    words[id] = (short) Math.min(Short.MAX_VALUE, row.getInt(5));
                    speakers[id] = (short) row.getInt(6);
                    traits[id] = (byte) row.getInt(7);
                    return true;
                },
                last);
        for (int id = last + 1; id <= newest; id++) link(id);
        last = Math.toIntExact(newest);
    }

    private void link(int id) {
        if (conversations[id] == NO_PLACE) return;
        int before = previous[id];
        if (before <= 0 || before >= id || conversations[before] != conversations[id]) previous[id] = 0;
        else next[before] = id;
    }

    private void clear(long now) {
        changes = now;
        last = 0;
        Arrays.fill(conversations, NO_PLACE);
        Arrays.fill(next, 0);
    }

    private void grow(int newest) {
        int size = conversations.length;
        if (newest < size) return;
        int wanted = Math.max(newest + 1, size + size / 4 + 64);
        conversations = Arrays.copyOf(conversations, wanted);
        Arrays.fill(conversations, size, wanted, NO_PLACE);
        previous = Arrays.copyOf(previous, wanted);
        next = Arrays.copyOf(next, wanted);
        lengths = Arrays.copyOf(lengths, wanted);
        words = Arrays.copyOf(words, wanted);
        speakers = Arrays.copyOf(speakers, wanted);
        traits = Arrays.copyOf(traits, wanted);
    }

    /// How many messages are indexed.
    public int count() {
        return count;
    }

    /// One more than the greatest id.
    int end() {
        return last + 1;
    }

    public boolean has(int message) {
        return message > 0 && message <= last && conversations[message] != NO_PLACE;
    }

    public int conversation(int message) {
        return conversations[message];
    }

    /// The message before this one in its conversation; 0 for none.
    public int previous(int message) {
        return previous[message];
    }

    /// The newest message that follows this one; 0 for none.
    public int next(int message) {
        return next[message];
    }

    public int words(int message) {
        return words[message];
    }

    /// 0 is the user, -1 the assistant.
    public int speaker(int message) {
        return speakers[message];
    }

    public int traits(int message) {
        return traits[message];
    }

    /// BM25's length of a message, relative to the mean.
    double relativeLength(int message) {
        return lengths[message] / meanLength;
    }
}
