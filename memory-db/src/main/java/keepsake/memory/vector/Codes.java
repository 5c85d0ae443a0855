package keepsake.memory.vector;

import keepsake.memory.MemoryId;

/// The codes of one model, made with one mean. Threads: one adds, any reads.
final class Codes {
    private final long model;
    private final long erasures;
    private final float[] mean;
    private final int meanOf;
    private final CodeList messages;
    private final CodeList facts;
    private long last;

    /// @param model    its row in the database
    /// @param erasures how many there had been when the first code was read
    /// @param mean     what vectors are compared with
    /// @param meanOf   how many vectors it is the mean of
    Codes(long model, long erasures, float[] mean, int meanOf) {
        this.model = model;
        this.erasures = erasures;
        this.mean = mean;
        this.meanOf = meanOf;
        this.messages = new CodeList(mean.length);
        this.facts = new CodeList(mean.length);
    }

    void add(long id, MemoryId.Kind kind, ByteVector vector) {
        of(kind).append(id, vector, mean);
        last = id;
    }

    void reached(long id) {
        last = id;
    }

    long model() {
        return model;
    }

    long erasures() {
        return erasures;
    }

    float[] mean() {
        return mean;
    }

    int meanOf() {
        return meanOf;
    }

    /// The newest row of `embedding` that is in here.
    long last() {
        return last;
    }

    CodeList of(MemoryId.Kind kind) {
        return switch (kind) {
            case MESSAGE -> messages;
            case FACT -> facts;
        };
    }

    CodeList messages() {
        return messages;
    }

    CodeList facts() {
        return facts;
    }

    int messageRows() {
        return messages.size();
    }

    int factRows() {
        return facts.size();
    }

    int size() {
        return messages.size() + facts.size();
    }
}
