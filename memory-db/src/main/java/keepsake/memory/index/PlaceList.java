package keepsake.memory.index;

import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// A row of `word_place`: messages of one block that hold a word, ascending, with how often they do.
final class PlaceList {
    /// Ids of one block share everything but their lowest bits.
    static final int BLOCK_BITS = 12;

    private static final int MASK = (1 << BLOCK_BITS) - 1;

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

    /// The list with one message more, or with another count for it; `times` 0 takes it out.
    static byte[] with(byte[] places, long message, int times) {
        return with(places, new TreeMap<>(Map.of(message, times)));
    }

    /// The list with other messages of its block, each with how often it holds the word now; 0 takes it out.
    static byte[] with(byte[] places, NavigableMap<Long, Integer> changes) {
        NavigableMap<Long, Integer> merged = new TreeMap<>();
        visit(0, places, merged::put);
        changes.forEach((message, times) -> {
            long low = message & MASK;
            if (times > 0) merged.put(low, times);
            else merged.remove(low);
        });
        byte[] out = new byte[merged.size() * 3];
        int written = 0;
        long before = -1;
        for (Map.Entry<Long, Integer> place : merged.entrySet()) {
            written = put(out, written, (int) (place.getKey() - before), place.getValue());
            before = place.getKey();
        }
        return Arrays.copyOf(out, written);
    }

    private static int put(byte[] out, int at, int distance, int times) {
        int next = at;
        int rest = distance;
        while (rest > 0x7f) {
            out[next++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        out[next++] = (byte) rest;
        out[next++] = (byte) Math.min(times, 255);
        return next;
    }
}
