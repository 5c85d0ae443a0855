package keepsake.memory.index;

import java.util.Arrays;

/// What is to be done to one word: messages, ascending, and how often each holds it now.
final class ChangedWord {
    private final int id;
    private int[] messages = new int[2];
    private int[] times = new int[2];
    private int size;

    ChangedWord(int id) {
        this.id = id;
    }

    /// In `word`.
    int id() {
        return id;
    }

    /// The last that is put for a message counts; 0 takes it out.
    void put(long message, int count) {
        if (size == messages.length) {
            messages = Arrays.copyOf(messages, size * 2);
            times = Arrays.copyOf(times, size * 2);
        }
        messages[size] = Math.toIntExact(message);
        times[size++] = count;
    }

    int size() {
        return size;
    }

    int[] messages() {
        return messages;
    }

    int[] times() {
        return times;
    }

    /// Behind the last message of the block that the one at `from` is in.
    int endOfBlock(int from) {
        long block = PlaceList.block(messages[from]);
        int to = from + 1;
        while (to < size && PlaceList.block(messages[to]) == block) to++;
        return to;
    }
}
