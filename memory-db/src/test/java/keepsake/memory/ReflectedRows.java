package keepsake.memory;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Every row that reflection writes, as text, for comparing two states of a memory.
final class ReflectedRows {
    private static final List<String> TABLES = List.of(
            "fact",
            "fact_source",
            "episode",
            "episode_message",
            "episode_sentence",
            "conversation_summary",
            "conversation_sentence",
            "profile",
            "profile_sentence",
            "profile_source");

    private static final List<String> PROGRESS = List.of("job", "fact_due", "candidate_cursor", "job_dismissed");

    /// Random, or the time of a run.
    private static final Set<String> LEFT_OUT = Set.of("external_key", "finished_at");

    private ReflectedRows() {}

    /// What the memory holds.
    static List<String> of(Path home) {
        return rows(home, TABLES);
    }

    /// That, and how far the jobs have come.
    static List<String> withProgress(Path home) {
        List<String> all = new ArrayList<>(TABLES);
        all.addAll(PROGRESS);
        return rows(home, all);
    }

    private static List<String> rows(Path home, List<String> tables) {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("keepsake.db"));
                Statement statement = connection.createStatement()) {
            for (String table : tables) {
                try (ResultSet result = statement.executeQuery("SELECT * FROM " + table + " ORDER BY 1")) {
                    while (result.next()) rows.add(row(table, result));
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return rows;
    }

    private static String row(String table, ResultSet result) throws SQLException {
        StringBuilder row = new StringBuilder(table);
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
            String column = result.getMetaData().getColumnName(i);
            if (!LEFT_OUT.contains(column))
                row.append(' ').append(column).append('=').append(result.getString(i));
        }
        return row.toString();
    }
}
