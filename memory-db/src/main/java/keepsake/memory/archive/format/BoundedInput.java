package keepsake.memory.archive.format;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/// Counts what is read and refuses to read more than a bound, so that a small archive cannot unpack without end.
final class BoundedInput extends FilterInputStream {
    private final long bound;
    private final LongConsumer counter;
    private long count;

    /// @param counter told how many bytes were read each time
    BoundedInput(InputStream in, long bound, LongConsumer counter) {
        super(in);
        this.bound = bound;
        this.counter = counter;
    }

    @Override
    public int read() throws IOException {
        int one = super.read();
        if (one >= 0) count(1);
        return one;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        if (read > 0) count(read);
        return read;
    }

    private void count(int read) throws IOException {
        count += read;
        counter.accept(read);
        if (count > bound) throw new IOException("it unpacks to more than an export can be");
    }
}
