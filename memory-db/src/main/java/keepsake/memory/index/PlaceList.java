package keepsake.memory.index;

import java.util.Arrays;

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
        int wanted = (int) (message & MASK);
        int[] lows = new int[places.length / 2 + 1];
        int[] counts = new int[lows.length];
        int[] size = {0};
        visit(0, places, (low, count) -> {
            lows[size[0]] = (int) low;
            counts[size[0]++] = count;
        });
        int at = Arrays.binarySearch(lows, 0, size[0], wanted);
        byte[] out = new byte[(size[0] + 1) * 3];
        int written = 0;
        int before = -1;
        int insert = at >= 0 ? at : -at - 1;
        for (int i = 0; i <= size[0]; i++) {
            if (i == insert && times > 0) {
                written = put(out, written, wanted - before, times);
                before = wanted;
            }
            if (i == size[0] || i == at) continue;
            written = put(out, written, lows[i] - before, counts[i]);
            before = lows[i];
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
