package keepsake.runtime.host;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;

/// Ctrl-C in a terminal goes to every process of it, the model host included; only the app decides what it means. The
/// host therefore ignores it, and ends when the app closes the pipe.
final class Interrupt {
    private static final int SIGINT = 2;
    private static final MemorySegment SIG_IGN = MemorySegment.ofAddress(1);

    private Interrupt() {}

    /// Ignores it from now on. Does nothing on Windows.
    static void ignore() {
        if (System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows")) return;
        Linker linker = Linker.nativeLinker();
        MethodHandle signal = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("signal"),
                FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
        try {
            MemorySegment _ = (MemorySegment) signal.invokeExact(SIGINT, SIG_IGN);
        } catch (Throwable e) {
            throw new AssertionError(e); // a C function throws nothing
        }
    }
}
