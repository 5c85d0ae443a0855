package keepsake.runtime.host;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.OutputStream;

/// The main class of the model host process.
///
/// It reads requests from standard input and exits the moment that ends: the app closed it, or died, by `kill -9`
/// included. Native code that is computing is not waited for.
public final class HostMain {
    private HostMain() {}

    public static void main(String[] arguments) throws IOException {
        OutputStream toApp = ProtocolOutput.takeStandardOutput();
        Interrupt.ignore();
        new HostServer(EngineChoice.standard(), new FileInputStream(FileDescriptor.in), toApp).serve();
        // Not System.exit: no hook may wait for native code.
        Runtime.getRuntime().halt(0);
    }
}
