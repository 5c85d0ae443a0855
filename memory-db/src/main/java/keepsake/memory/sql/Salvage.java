package keepsake.memory.sql;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads what can be read of a damaged file: each table row by row, around the pages that cannot be read. Knows no
/// tables;
/// works for any that both files have.
public final class Salvage implements AutoCloseable {
    /// Rows of a page that cannot be read fail one by one; a file that fails this often holds nothing more.
    private static final int MOST_FAILURES = 100_000;

    private final Connection damaged;
    private final Sql from;
    private int failures;

    private Salvage(Connection damaged) {
        this.damaged = damaged;
        this.from = new Sql(damaged);
    }

    /// @throws keepsake.memory.MemoryException when not even the list of tables can be read
    public static Salvage open(Path file) {
        Connection damaged = DatabaseFile.connect(file);
        Salvage salvage = new Salvage(damaged);
        try {
            salvage.from.script("PRAGMA writable_schema = ON"); // goes on when the schema itself has a fault
            salvage.from.script("PRAGMA query_only = ON");
            salvage.from.number("SELECT count(*) FROM sqlite_schema");
            return salvage;
        } catch (SQLException unreadable) {
            salvage.close();
            throw Failures.damaged(file, unreadable);
        }
    }

    /// @param copied rows that are in the new file now
    /// @param lost   rows, or ranges of rows, that could not be read or made no sense
    public record Copied(long copied, long lost) {}

    /// Copies every table of `into` that the damaged file has, in the caller's transaction.
    public Map<String, Copied> copyInto(Sql into) throws SQLException {
        Map<String, Copied> tables = new LinkedHashMap<>();
        for (String table : into.list(
                "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
                        + " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
                row -> row.getString(1))) {
            failures = 0;
            tables.put(table, new Table(table, into).copy());
        }
        return tables;
    }

    /// The highest id that was ever given out; 0 when that cannot be read.
    private long sequence(String table) {
        try {
            return from.number("SELECT seq FROM sqlite_sequence WHERE name = ?", table);
        } catch (SQLException unreadable) {
            return 0;
        }
    }

    private final class Table {
        private final String name;
        private final Sql into;
        private final List<String> columns = new ArrayList<>();
        private long copied;
        private long lost;

        private Table(String name, Sql into) {
            this.name = name;
            this.into = into;
        }

        private Copied copy() throws SQLException {
            List<String> known = into.list("SELECT name FROM pragma_table_info(?)", row -> row.getString(1), name);
            try {
                columns.addAll(from.list("SELECT name FROM pragma_table_info(?)", row -> row.getString(1), name));
                columns.retainAll(known);
            } catch (SQLException unreadable) {
                return new Copied(0, 1);
            }
            if (columns.isEmpty()) return new Copied(0, 0);
            boolean numbered =
                    into.number("SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = ?", name) == 0;
            if (numbered) {
                copyRange(1, last());
                keepSequence();
            } else {
                copyAll("");
                if (lost > 0) copyAll(" ORDER BY " + key() + " DESC");
            }
            return new Copied(copied, lost);
        }

        private long last() {
            long sequence = sequence(name);
            try {
                return Math.max(sequence, from.number("SELECT max(rowid) FROM \"" + name + "\""));
            } catch (SQLException unreadable) {
                return sequence > 0 ? sequence : MOST_FAILURES;
            }
        }

        private void keepSequence() throws SQLException {
            long sequence = sequence(name);
            if (sequence == 0) return;
            int known = into.update("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?", sequence, name);
            if (known == 0) into.update("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", name, sequence);
        }

        private String key() throws SQLException {
            return into
                    .list(
                            "SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk",
                            row -> row.getString(1),
                            name)
                    .stream()
                    .collect(Collectors.joining(" DESC, "));
        }

        /// Reads on until a page cannot be read, then looks for where it can be read again.
        private void copyRange(long first, long last) throws SQLException {
            if (first > last) return;
            long[] reached = {first - 1};
            try {
                from.visit(
                        "SELECT rowid, " + list() + " FROM \"" + name + "\" WHERE rowid BETWEEN ? AND ? ORDER BY rowid",
                        row -> {
                            long id = row.getLong(1);
                            insert(values(row, 2));
                            reached[0] = id;
                            return true;
                        },
                        first,
                        last);
                return;
            } catch (SQLException unreadable) {
                failures++;
            }
            long next = reached[0] + 1;
            if (failures > MOST_FAILURES || next >= last) {
                lost++;
                return;
            }
            long middle = next + (last - next) / 2;
            copyRange(next, middle);
            copyRange(middle + 1, last);
        }

        private void copyAll(String order) throws SQLException {
            try {
                from.visit("SELECT " + list() + " FROM \"" + name + "\"" + order, row -> {
                    insert(values(row, 1));
                    return true;
                });
            } catch (SQLException unreadable) {
                lost++;
            }
        }

        private String list() {
            return columns.stream().map(column -> '"' + column + '"').collect(Collectors.joining(", "));
        }

        private @Nullable Object[] values(ResultSet row, int first) throws SQLException {
            @Nullable Object[] values = new Object[columns.size()];
            for (int i = 0; i < values.length; i++) values[i] = row.getObject(first + i);
            return values;
        }

        /// A row that breaks the table's rules was damaged itself.
        private void insert(@Nullable Object[] values) {
            String marks = columns.stream().map(_ -> "?").collect(Collectors.joining(", "));
            try {
                copied += into.update(
                        "INSERT OR IGNORE INTO \"" + name + "\" (" + list() + ") VALUES (" + marks + ")", values);
            } catch (SQLException | IllegalArgumentException senseless) {
                lost++;
            }
        }
    }

    /// The first value of a query; empty when it cannot be read.
    public Optional<String> text(String query) {
        try {
            return Optional.of(from.text(query));
        } catch (SQLException unreadable) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        try {
            damaged.close();
        } catch (SQLException alreadyBroken) {
            // It is set aside anyway.
        }
    }
}
