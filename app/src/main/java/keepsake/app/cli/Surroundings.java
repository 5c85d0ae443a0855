package keepsake.app.cli;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.ToIntFunction;
import keepsake.app.home.KeepsakeHome;

/// What a command runs in.
///
/// @param in     standard input, UTF-8
/// @param out    results, UTF-8 whatever the locale
/// @param err    problems, and progress for a person who watches
/// @param watcher whether a person watches
/// @param parts  what Keepsake is made of
/// @param window opens the window on a home and returns the exit status
public record Surroundings(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Watcher watcher,
        KeepsakeHome.Parts parts,
        ToIntFunction<Optional<Path>> window) {

    /// Who reads the output.
    public enum Watcher {
        PERSON,
        SCRIPT
    }

    /// This process's own streams. JDK 22 to 24 always returned a console; 25 is back to null when nobody is there.
    @SuppressWarnings("SystemConsoleNull")
    public static Surroundings ofThisProcess(ToIntFunction<Optional<Path>> window) {
        Console console = System.console();
        return new Surroundings(
                System.in,
                utf8(FileDescriptor.out),
                utf8(FileDescriptor.err),
                console != null && console.isTerminal() ? Watcher.PERSON : Watcher.SCRIPT,
                KeepsakeHome.Parts.production(),
                window);
    }

    private static PrintStream utf8(FileDescriptor stream) {
        return new PrintStream(new FileOutputStream(stream), true, StandardCharsets.UTF_8);
    }

    boolean watched() {
        return watcher == Watcher.PERSON;
    }
}
