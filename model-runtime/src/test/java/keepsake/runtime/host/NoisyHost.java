package keepsake.runtime.host;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A host process whose native code prints on standard output between and after messages.
final class NoisyHost {
    static final int MESSAGES = 50;

    private NoisyHost() {}

    public static void main(String[] arguments) throws Throwable {
        var toApp = ProtocolOutput.takeStandardOutput();
        Linker linker = Linker.nativeLinker();
        var puts = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("puts"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
        var flush = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("fflush"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment noise = arena.allocateFrom("native noise");
            for (int i = 0; i < MESSAGES; i++) {
                int printed = (int) puts.invokeExact(noise);
                int flushed = (int) flush.invokeExact(MemorySegment.NULL);
                if (printed < 0 || flushed != 0) throw new IllegalStateException("cannot print");
                System.out.println("java noise");
                Frames.write(toApp, new FromHost.Text(i, "message " + i));
            }
        }
    }
}
