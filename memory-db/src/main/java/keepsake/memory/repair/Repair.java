package keepsake.memory.repair;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keepsake.memory.Memory.Health;
import keepsake.memory.Memory.Repaired;
import keepsake.memory.MemoryException;
import keepsake.memory.MemoryException.Reason;
import keepsake.memory.sql.Checkup;
import keepsake.memory.sql.Database;
import keepsake.memory.sql.Failures;
import keepsake.memory.sql.RepairFiles;
import keepsake.memory.sql.Salvage;
import keepsake.memory.sql.Salvage.Copied;
import keepsake.memory.sql.Sql;

/// Repairs a memory: an index is made anew from the text; a file with unreadable pages is kept aside as it is, and
/// everything that can be read goes into a new one, which takes its place only when it is whole.
public final class Repair {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final Path directory;
    private final InstantSource clock;
    private final List<String> findings = new ArrayList<>();

    private Repair(Path directory, InstantSource clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /// See [keepsake.memory.Memory#repair].
    public static Repaired of(Path directory, InstantSource clock) {
        return new Repair(directory, clock).run();
    }

    private Repaired run() {
        RepairFiles files = RepairFiles.in(directory);
        Optional<Boolean> whole = isWhole();
        if (whole.orElse(false)) {
            return new Repaired(true, List.of("The memory is whole; nothing was changed."), Optional.empty());
        }
        if (whole.isPresent() && indexesMendIt()) {
            return new Repaired(true, List.copyOf(findings), Optional.empty());
        }
        try {
            return salvage(files);
        } catch (IOException e) {
            throw Failures.sentence(e, directory);
        }
    }

    /// Empty when it cannot even be opened.
    private Optional<Boolean> isWhole() {
        try (Database database = Database.open(directory)) {
            return Optional.of(Checkup.isWhole(database));
        } catch (MemoryException refused) {
            if (refused.reason() != Reason.DAMAGED && refused.reason() != Reason.FAILED) throw refused;
            return Optional.empty();
        }
    }

    private boolean indexesMendIt() {
        try (Database database = Database.open(directory)) {
            database.write(sql -> {
                rebuildIndexes(sql);
                return 0;
            });
            if (!Checkup.isWhole(database)) return false;
            findings.add("The text index was made anew from the messages; every message is there.");
            return true;
        } catch (MemoryException worse) {
            return false;
        }
    }

    private static void rebuildIndexes(Sql sql) throws SQLException {
        for (String index : sql.list(
                "SELECT name FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL TABLE%fts5%'",
                row -> row.getString(1))) {
            sql.update("INSERT INTO \"%1$s\" (\"%1$s\") VALUES ('rebuild')".formatted(index));
        }
    }

    private Repaired salvage(RepairFiles files) throws IOException {
        Path aside = files.copyAside(TIME.format(clock.instant()));
        files.mendJournal()
                .ifPresent(frames -> findings.add("The journal was damaged in " + frames
                        + " places. What could be read behind them was taken over; a message of the last minutes may"
                        + " have a wrong letter."));
        Path fresh = files.freshFolder();
        Map<String, Copied> tables;
        try (Database database = Database.open(fresh);
                Salvage salvage = Salvage.open(files.database())) {
            tables = database.write(sql -> {
                sql.script("PRAGMA defer_foreign_keys = ON");
                Map<String, Copied> copied = salvage.copyInto(sql);
                findings.addAll(Mending.references(sql));
                rebuildIndexes(sql);
                return copied;
            });
            if (!Checkup.isWhole(database)) {
                Health health = Checkup.of(database);
                throw new MemoryException(
                        Reason.FAILED,
                        "The repair did not succeed (" + String.join(" ", health.findings())
                                + "). Nothing was changed; a copy of the memory is in '" + aside + "'.");
            }
        } catch (MemoryException unreadable) {
            files.giveUp();
            throw unreadable.reason() == Reason.DAMAGED ? nothingReadable(files, aside) : unreadable;
        }
        files.replace();
        report(tables);
        boolean whole = tables.values().stream().allMatch(table -> table.lost() == 0);
        return new Repaired(whole, List.copyOf(findings), Optional.of(aside));
    }

    private static MemoryException nothingReadable(RepairFiles files, Path aside) {
        String copies = files.snapshots().isEmpty()
                ? " Put a backup in its place, or move it away to begin anew."
                : " A copy from before an update is there: '"
                        + files.snapshots().getLast() + "'. To go back to it, rename it to keepsake.db.";
        return new MemoryException(
                Reason.DAMAGED,
                "Nothing can be read of the memory in '" + files.database() + "'. It was left as it is; a copy is in '"
                        + aside.getFileName() + "'." + copies);
    }

    private void report(Map<String, Copied> tables) {
        for (String table : List.of("conversation", "message", "fact")) {
            Copied copied = tables.getOrDefault(table, new Copied(0, 0));
            findings.add(copied.copied() + " " + table + (copied.copied() == 1 ? " was" : "s were") + " saved"
                    + (copied.lost() == 0
                            ? "."
                            : "; " + copied.lost() + (copied.lost() == 1 ? " place" : " places")
                                    + " could not be read."));
        }
        tables.forEach((table, copied) -> {
            if (copied.lost() > 0 && !List.of("conversation", "message", "fact").contains(table)) {
                findings.add("Of '" + table + "', " + copied.copied() + " rows were saved; " + copied.lost()
                        + " places could not be read.");
            }
        });
    }
}
