package keepsake.app.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import keepsake.runtime.engine.StopSignal;

/// Lets Ctrl-C stop an answer instead of the process, while one is being made. A second Ctrl-C ends the process.
///
/// `sun.misc.Signal` is the only way to hear a signal in Java; it lives in the supported module jdk.unsupported but
/// cannot be named without a compiler warning, hence the reflection. Where it is missing, Ctrl-C ends the process and
/// the answer is kept as interrupted.
final class Interrupts implements AutoCloseable {
    private final Runnable restore;

    private Interrupts(Runnable restore) {
        this.restore = restore;
    }

    /// Raises `stop` at Ctrl-C until closed.
    static Interrupts raising(StopSignal stop) {
        return calling(() -> {
            if (stop.isRaised()) Runtime.getRuntime().halt(ExitStatus.STOPPED);
            // The handler's thread must not run what listeners do.
            Thread.ofPlatform().daemon().start(stop::raise);
        });
    }

    private static Interrupts calling(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object interrupt = signal.getConstructor(String.class).newInstance("INT");
            Object ours = Proxy.newProxyInstance(
                    Interrupts.class.getClassLoader(),
                    new Class<?>[] {handler},
                    (self, method, arguments) -> switch (method.getName()) {
                        case "handle" -> {
                            action.run();
                            yield null;
                        }
                        case "equals" -> arguments != null && self == arguments[0];
                        case "hashCode" -> System.identityHashCode(self);
                        default -> "Keepsake's Ctrl-C";
                    });
            var handle = signal.getMethod("handle", signal, handler);
            Object before = handle.invoke(null, interrupt, ours);
            return new Interrupts(() -> {
                try {
                    handle.invoke(null, interrupt, before);
                } catch (IllegalAccessException | InvocationTargetException staysOurs) {
                    throw new IllegalStateException(staysOurs);
                }
            });
        } catch (ReflectiveOperationException | IllegalArgumentException notHere) {
            return new Interrupts(() -> {});
        }
    }

    @Override
    public void close() {
        restore.run();
    }
}
