package keepsake.runtime.residency;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/// What the system says about memory, in bytes. Linux answers in full; elsewhere these are estimates.
public final class SystemMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");
    private static final long NO_LIMIT = 1L << 50;

    private SystemMemory() {}

    /// This process's resident set now.
    public static long resident() {
        return kilobytes(STATUS, "VmRSS:").orElseGet(SystemMemory::heapCommitted);
    }

    /// The largest resident set of this process so far.
    public static long peakResident() {
        return kilobytes(STATUS, "VmHWM:").orElseGet(SystemMemory::heapCommitted);
    }

    /// What this process may take beside what it has, without hurting others or breaking a limit set for it.
    public static long available() {
        long free = kilobytes(Path.of("/proc/meminfo"), "MemAvailable:").orElseGet(SystemMemory::half);
        return Math.min(free, cgroupRoom());
    }

    private static long half() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize() / 2
                : 2L << 30;
    }

    private static long heapCommitted() {
        return Runtime.getRuntime().totalMemory();
    }

    /// Room below the tightest limit of the control groups this process is in, version 2 or 1; file pages count as
    /// room.
    private static long cgroupRoom() {
        long room = NO_LIMIT;
        for (String line : lines(Path.of("/proc/self/cgroup"))) {
            String[] parts = line.split(":", 3);
            if (parts.length < 3) continue;
            if (parts[1].isEmpty()) {
                room = Math.min(room, room(CGROUPS, parts[2], "memory.max", "memory.current"));
            } else if (List.of(parts[1].split(",")).contains("memory")) {
                Path root = CGROUPS.resolve("memory");
                room = Math.min(room, room(root, parts[2], "memory.limit_in_bytes", "memory.usage_in_bytes"));
            }
        }
        return room;
    }

    private static long room(Path root, String group, String limitFile, String usageFile) {
        long room = NO_LIMIT;
        // Every group above limits too; in a container the path may not exist, and the root is the container's group.
        for (Path at = root.resolve(group.substring(1)); at != null && at.startsWith(root); at = at.getParent()) {
            OptionalLong limit = number(at.resolve(limitFile));
            OptionalLong usage = number(at.resolve(usageFile));
            if (limit.isEmpty() || usage.isEmpty() || limit.getAsLong() >= NO_LIMIT) continue;
            long filePages = fields(at.resolve("memory.stat"), "inactive_file ")
                    + fields(at.resolve("memory.stat"), "active_file ");
            room = Math.min(room, Math.max(0, limit.getAsLong() - usage.getAsLong() + filePages));
        }
        return room;
    }

    private static OptionalLong kilobytes(Path file, String field) {
        for (String line : lines(file)) {
            if (line.startsWith(field)) {
                String digits = line.substring(field.length())
                        .toLowerCase(Locale.ROOT)
                        .replace("kb", "")
                        .strip();
                return OptionalLong.of(Long.parseLong(digits) << 10);
            }
        }
        return OptionalLong.empty();
    }

    private static long fields(Path file, String field) {
        for (String line : lines(file)) {
            if (line.startsWith(field))
                return Long.parseLong(line.substring(field.length()).strip());
        }
        return 0;
    }

    private static OptionalLong number(Path file) {
        List<String> lines = lines(file);
        if (lines.isEmpty() || !lines.getFirst().matches("\\d{1,18}")) return OptionalLong.empty(); // "max" is none
        return OptionalLong.of(Long.parseLong(lines.getFirst()));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            return List.of(); // not this system's way of saying it
        }
    }
}
