package keepsake.app.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Whether this machine runs on its battery, as Linux tells in `/sys/class/power_supply`; other systems, and machines
/// that do not say, count as on mains.
///
/// Threads: any; reads some small files.
public final class PowerSupply {
    private static final Path LINUX = Path.of("/sys/class/power_supply");

    private final Path folder;

    /// @param folder a folder like Linux's
    PowerSupply(Path folder) {
        this.folder = folder;
    }

    public static PowerSupply ofThisMachine() {
        return new PowerSupply(LINUX);
    }

    /// A battery of the machine is being emptied, and nothing feeds it. Batteries of mice and pens do not count.
    public boolean onBattery() {
        if (!Files.isDirectory(folder)) return false;
        boolean emptied = false;
        try (DirectoryStream<Path> supplies = Files.newDirectoryStream(folder)) {
            for (Path supply : supplies) {
                if (says(supply, "online", "1")) return false;
                boolean machines = !says(supply, "scope", "Device");
                emptied |= machines && says(supply, "type", "Battery") && says(supply, "status", "Discharging");
            }
        } catch (IOException | DirectoryIteratorException | UncheckedIOException silent) {
            return false;
        }
        return emptied;
    }

    private static boolean says(Path supply, String name, String value) throws IOException {
        Path file = supply.resolve(name);
        return Files.isReadable(file) && Files.readString(file).strip().equals(value);
    }
}
