package keepsake.runtime.residency;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

    /// The tightest limit of the control groups this process is in; empty without one.
    public static OptionalLong cap() {
        long cap = NO_LIMIT;
        for (Group group : groups()) cap = Math.min(cap, group.limit().orElse(NO_LIMIT));
        return cap >= NO_LIMIT ? OptionalLong.empty() : OptionalLong.of(cap);
    }

    /// Room below the tightest limit; file pages count as room.
    private static long cgroupRoom() {
        long room = NO_LIMIT;
        for (Group group : groups()) room = Math.min(room, group.room());
        return room;
    }

    /// The memory control groups this process is in, version 2 or 1. Every group above limits too; in a container the
    /// path may not exist, and the root is the container's group.
    private static List<Group> groups() {
        List<Group> groups = new ArrayList<>();
        for (String line : lines(Path.of("/proc/self/cgroup"))) {
            String[] parts = line.split(":", 3);
            if (parts.length < 3) continue;
            boolean second = parts[1].isEmpty();
            if (!second && !List.of(parts[1].split(",")).contains("memory")) continue;
            Path root = second ? CGROUPS : CGROUPS.resolve("memory");
            for (Path at = root.resolve(parts[2].substring(1));
                    at != null && at.startsWith(root);
                    at = at.getParent()) {
                groups.add(
                        second
                                ? new Group(at, "memory.max", "memory.current")
                                : new Group(at, "memory.limit_in_bytes", "memory.usage_in_bytes"));
            }
        }
        return groups;
    }

    private record Group(Path folder, String limitFile, String usageFile) {
        OptionalLong limit() {
            return number(folder.resolve(limitFile));
        }

        long room() {
            OptionalLong limit = limit();
            OptionalLong usage = number(folder.resolve(usageFile));
            if (limit.isEmpty() || usage.isEmpty() || limit.getAsLong() >= NO_LIMIT) return NO_LIMIT;
            Path stat = folder.resolve("memory.stat");
            long filePages = fields(stat, "inactive_file ") + fields(stat, "active_file ");
            return Math.max(0, limit.getAsLong() - usage.getAsLong() + filePages);
        }
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
