package keepsake.runtime.residency;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;

/// Bytes of an open file, as the operating system gives them. What [WeightFile] reads from, and where tests let a
/// drive fail. Threads: any.
public interface ByteSource extends AutoCloseable {

    /// Reads what comes with one call.
    ///
    /// @param position in the file
    /// @return bytes read, at most what the buffer has room for; -1 at the end of the file
    int read(ByteBuffer into, long position) throws IOException;

    @Override
    void close() throws IOException;

    /// Opens files.
    interface Opener {
        ByteSource open(Path path, OpenOption... options) throws IOException;
    }

    /// Files of the operating system.
    static ByteSource ofFile(Path path, OpenOption... options) throws IOException {
        FileChannel channel = FileChannel.open(path, options);
        return new ByteSource() {
            @Override
            public int read(ByteBuffer into, long position) throws IOException {
                return channel.read(into, position);
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }
}
