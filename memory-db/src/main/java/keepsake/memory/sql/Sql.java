package keepsake.memory.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Statements with their parameters, on one connection. Parameters are String, Long, Integer, Double, Instant (kept as
/// milliseconds), byte[] or null.
public final class Sql {
    private final Connection connection;

    Sql(Connection connection) {
        this.connection = connection;
    }

    /// Makes something of one row.
    public interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /// Looks at rows until it has enough.
    public interface Visitor {
        /// Whether to go on.
        boolean visit(ResultSet row) throws SQLException;
    }

    public <T> List<T> list(String sql, Row<T> row, @Nullable Object... parameters) throws SQLException {
        List<T> found = new ArrayList<>();
        visit(
                sql,
                rows -> {
                    found.add(row.read(rows));
                    return true;
                },
                parameters);
        return found;
    }

    /// The first row, if there is one.
    public <T> Optional<T> first(String sql, Row<T> row, @Nullable Object... parameters) throws SQLException {
        List<T> found = new ArrayList<>(1);
        visit(
                sql,
                rows -> {
                    found.add(row.read(rows));
                    return false;
                },
                parameters);
        return found.stream().findFirst();
    }

    public void visit(String sql, Visitor visitor, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                if (!visitor.visit(rows)) return;
            }
        }
    }

    /// The number in the first column of the first row; 0 without rows.
    public long number(String sql, @Nullable Object... parameters) throws SQLException {
        return first(sql, row -> row.getLong(1), parameters).orElse(0L);
    }

    /// The text in the first column of the first row; empty without rows.
    public String text(String sql, @Nullable Object... parameters) throws SQLException {
        return first(sql, row -> row.getString(1), parameters).orElse("");
    }

    /// @return how many rows changed
    public int update(String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(sql, parameters)) {
            return statement.executeUpdate();
        }
    }

    /// @return the id of the new row
    public long insert(String sql, @Nullable Object... parameters) throws SQLException {
        update(sql, parameters);
        return number("SELECT last_insert_rowid()");
    }

    /// A statement to run many times; close it before the work ends.
    public Repeated repeated(String sql) throws SQLException {
        return new Repeated(connection.prepareStatement(sql));
    }

    /// One statement, compiled once: a hundred thousand inserts spend most of their time on compiling otherwise.
    public static final class Repeated implements AutoCloseable {
        private final PreparedStatement statement;

        private Repeated(PreparedStatement statement) {
            this.statement = statement;
        }

        /// @return how many rows changed
        public int update(@Nullable Object... parameters) throws SQLException {
            bindAll(statement, parameters);
            return statement.executeUpdate();
        }

        /// The number in the first column of the first row; 0 without rows.
        public long number(@Nullable Object... parameters) throws SQLException {
            bindAll(statement, parameters);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getLong(1) : 0;
            }
        }

        /// The bytes in the first column of the first row; empty without rows.
        public Optional<byte[]> bytes(@Nullable Object... parameters) throws SQLException {
            bindAll(statement, parameters);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.ofNullable(rows.getBytes(1)) : Optional.empty();
            }
        }

        @Override
        public void close() throws SQLException {
            statement.close();
        }
    }

    /// Runs any number of statements without parameters.
    public void script(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    public static Optional<String> optionalText(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    public static Optional<Long> optionalNumber(ResultSet row, String column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(number);
    }

    public static Instant time(ResultSet row, String column) throws SQLException {
        return Instant.ofEpochMilli(row.getLong(column));
    }

    private PreparedStatement prepare(String sql, @Nullable Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            bindAll(statement, parameters);
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    private static void bindAll(PreparedStatement statement, @Nullable Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) bind(statement, i + 1, parameters[i]);
    }

    private static void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        switch (value) {
            case null -> statement.setObject(index, null);
            case String text -> statement.setString(index, text);
            case Long number -> statement.setLong(index, number);
            case Integer number -> statement.setInt(index, number);
            case Double number -> statement.setDouble(index, number);
            case byte[] bytes -> statement.setBytes(index, bytes);
            case Instant instant -> statement.setLong(index, instant.toEpochMilli());
            default -> throw new IllegalArgumentException("cannot bind " + value.getClass());
        }
    }
}
