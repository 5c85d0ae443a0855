package keepsake.memory.vector;

import java.util.Arrays;

/// The best so many ids by estimated product: a heap with the worst on top. One thread.
final class Shortlist {
    private final long[] ids;
    private final float[] scores;
    private int size;

    Shortlist(int capacity) {
        ids = new long[capacity];
        scores = new float[capacity];
    }

    /// What a candidate must exceed.
    float bar() {
        return size < ids.length ? Float.NEGATIVE_INFINITY : scores[0];
    }

    void add(long id, float score) {
        if (size < ids.length) {
            int at = size++;
            while (at > 0 && scores[(at - 1) >> 1] > score) {
                move((at - 1) >> 1, at);
                at = (at - 1) >> 1;
            }
            put(at, id, score);
        } else if (score > scores[0]) {
            sink(id, score);
        }
    }

    void addAll(Shortlist other) {
        for (int i = 0; i < other.size; i++) add(other.ids[i], other.scores[i]);
    }

    long[] ids() {
        return Arrays.copyOf(ids, size);
    }

    private void sink(long id, float score) {
        int at = 0;
        while (true) {
            int child = 2 * at + 1;
            if (child >= size) break;
            if (child + 1 < size && scores[child + 1] < scores[child]) child++;
            if (scores[child] >= score) break;
            move(child, at);
            at = child;
        }
        put(at, id, score);
    }

    private void move(int from, int to) {
        ids[to] = ids[from];
        scores[to] = scores[from];
    }

    private void put(int at, long id, float score) {
        ids[at] = id;
        scores[at] = score;
    }
}
