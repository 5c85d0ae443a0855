package keepsake.memory.index;

import java.util.Arrays;

/// A row of `word_place`: messages of one block that hold a word, ascending, with how often they do.
final class PlaceList {
    /// Ids of one block share everything but their lowest bits.
    static final int BLOCK_BITS = 14;

    private static final int MASK = (1 << BLOCK_BITS) - 1;

    /// Of one place: up to three bytes say how far it is from the one before, one how often.
    private static final int MOST_BYTES = 4;

    private PlaceList() {}

    static long block(long message) {
        return message >> BLOCK_BITS;
    }

    /// Takes what it is given of each message in a list.
    interface Each {
        void found(long message, int times);
    }

    static void visit(long block, byte[] places, Each each) {
        int low = -1;
        for (int i = 0; i < places.length; ) {
            int distance = 0;
            int shift = 0;
            byte b;
            do {
                b = places[i++];
                distance |= (b & 0x7f) << shift;
                shift += 7;
            } while (b < 0);
            int times = places[i++] & 0xff;
            low += distance;
            each.found((block << BLOCK_BITS) | low, times);
        }
    }

    /// How many messages a list holds.
    static int size(byte[] places) {
        int size = 0;
        for (int i = 0; i < places.length; i += 2, size++) {
            while (places[i] < 0) i++;
        }
        return size;
    }

    /// The list with other messages of its block, each with how often it holds the word now; 0 takes it out.
    ///
    /// @param messages ascending; the last of equal ones counts
    /// @param times    of each
    /// @param from     the first of them that is meant
    /// @param to       behind the last
    static byte[] with(byte[] places, int[] messages, int[] times, int from, int to) {
        byte[] out = new byte[places.length + MOST_BYTES * (to - from)];
        Appending list = new Appending(out);
        int next = from;
        int low = -1;
        for (int i = 0; i < places.length; ) {
            int distance = 0;
            int shift = 0;
            byte b;
            do {
                b = places[i++];
                distance |= (b & 0x7f) << shift;
                shift += 7;
            } while (b < 0);
            int held = places[i++] & 0xff;
            low += distance;
            while (next < to && (messages[next] & MASK) < low) next = list.add(messages, times, next, to);
            if (next < to && (messages[next] & MASK) == low) next = list.add(messages, times, next, to);
            else list.add(low, held);
        }
        while (next < to) next = list.add(messages, times, next, to);
        return list.length == out.length ? out : Arrays.copyOf(out, list.length);
    }

    private static final class Appending {
        private final byte[] out;
        private int length;
        private int before = -1;

        Appending(byte[] out) {
            this.out = out;
        }

        /// Adds a message as the last of those that are equal to it says.
        ///
        /// @return behind them
        int add(int[] messages, int[] times, int first, int to) {
            int last = first;
            while (last + 1 < to && messages[last + 1] == messages[first]) last++;
            if (times[last] > 0) add(messages[last] & MASK, times[last]);
            return last + 1;
        }

        void add(int low, int times) {
            int rest = low - before;
            while (rest > 0x7f) {
                out[length++] = (byte) (rest | 0x80);
                rest >>>= 7;
            }
            out[length++] = (byte) rest;
            out[length++] = (byte) Math.min(times, 255);
            before = low;
        }
    }
}
