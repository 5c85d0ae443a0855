package keepsake.runtime.host;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.Objects;

/// The pipe to the parent, moved out of reach of native code that prints on standard output.
///
/// On POSIX systems descriptor 1 is duplicated, then pointed at standard error: whatever libraries print goes to the
/// parent's diagnosis, never between two frames. On Windows a C runtime linked into a library has its own table of
/// descriptors, so there it can only be the plain standard output.
final class ProtocolOutput extends OutputStream {
    private static final int STDOUT = 1;
    private static final int STDERR = 2;
    /// Of the buffer that bytes pass through on their way to `write`.
    private static final int CHUNK = 64 * 1024;

    private final MethodHandle write;
    private final int descriptor;
    private final MemorySegment buffer = Arena.global().allocate(CHUNK);

    private ProtocolOutput(MethodHandle write, int descriptor) {
        this.write = write;
        this.descriptor = descriptor;
    }

    /// Takes standard output over, once per process, before any library is loaded.
    static OutputStream takeStandardOutput() throws IOException {
        if (System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows")) {
            return new FileOutputStream(FileDescriptor.out);
        }
        Linker linker = Linker.nativeLinker();
        var integer = ValueLayout.JAVA_INT;
        var lookup = linker.defaultLookup();
        MethodHandle dup = linker.downcallHandle(lookup.findOrThrow("dup"), FunctionDescriptor.of(integer, integer));
        MethodHandle dup2 =
                linker.downcallHandle(lookup.findOrThrow("dup2"), FunctionDescriptor.of(integer, integer, integer));
        MethodHandle write = linker.downcallHandle(
                lookup.findOrThrow("write"),
                FunctionDescriptor.of(ValueLayout.JAVA_LONG, integer, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
        try {
            int pipe = (int) dup.invokeExact(STDOUT);
            if (pipe < 0 || (int) dup2.invokeExact(STDERR, STDOUT) < 0) {
                throw new IOException("the standard streams cannot be set up");
            }
            return new ProtocolOutput(write, pipe);
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IOException(e);
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        for (int sent = 0; sent < length; ) {
            int part = Math.min(length - sent, CHUNK);
            MemorySegment.copy(bytes, offset + sent, buffer, ValueLayout.JAVA_BYTE, 0, part);
            long written;
            try {
                written = (long) write.invokeExact(descriptor, buffer, (long) part);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IOException(e);
            }
            if (written <= 0) throw new IOException("the app is gone");
            sent += (int) written;
        }
    }
}
