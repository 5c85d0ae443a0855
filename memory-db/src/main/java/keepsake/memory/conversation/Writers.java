package keepsake.memory.conversation;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Who is writing an answer, so that only answers whose writer is gone are marked as interrupted: a command may
/// open the memory while the window is writing one.
///
/// A writer is `process id/start of the process/opening`; process ids are used again, starts are not.
public final class Writers {
    /// The openings of this process that are not closed.
    private static final Set<String> HERE = ConcurrentHashMap.newKeySet();

    private static final String PROCESS = process(ProcessHandle.current());

    private Writers() {}

    public static String open() {
        String writer = PROCESS + "/" + UUID.randomUUID();
        HERE.add(writer);
        return writer;
    }

    public static void close(String writer) {
        HERE.remove(writer);
    }

    /// Whether the writer may still be writing.
    public static boolean isAlive(String writer) {
        int end = writer.lastIndexOf('/');
        if (end < 0) return false;
        String process = writer.substring(0, end);
        if (process.equals(PROCESS)) return HERE.contains(writer);
        try {
            long pid = Long.parseLong(process.substring(0, Math.max(0, process.indexOf('/'))));
            return ProcessHandle.of(pid).filter(p -> process(p).equals(process)).isPresent();
        } catch (NumberFormatException notOurs) {
            return false;
        }
    }

    private static String process(ProcessHandle process) {
        Optional<Instant> start = process.info().startInstant();
        return process.pid() + "/" + start.map(Instant::toEpochMilli).orElse(0L);
    }
}
