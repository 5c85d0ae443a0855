package keepsake.runtime.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// The last bytes that the host and its libraries printed, for diagnosing a crash. Bounded; kept in memory only.
final class NativeOutput {
    private static final int CAPACITY = 16 * 1024;
    private final byte[] ring = new byte[CAPACITY];
    private long written;

    /// Reads until the stream ends.
    void drain(InputStream in) {
        var buffer = new byte[4096];
        try (in) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) append(buffer, n);
        } catch (IOException e) {
            // The process ended within a read; what came before is kept.
        }
    }

    private synchronized void append(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) ring[(int) (written++ % CAPACITY)] = bytes[i];
    }

    /// The last 16 KiB at most.
    synchronized String text() {
        int length = (int) Math.min(written, CAPACITY);
        var last = new byte[length];
        for (int i = 0; i < length; i++) last[i] = ring[(int) ((written - length + i) % CAPACITY)];
        return new String(last, StandardCharsets.UTF_8);
    }
}
