package keepsake.memory.link;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import keepsake.memory.MemoryId;
import keepsake.memory.RecallLog;
import keepsake.memory.sql.Database;
import keepsake.memory.sql.Sql;
import keepsake.memory.text.StopWords;
import keepsake.memory.text.Words;

/// The log of what was of use, in SQLite, and what it does to facts. Threads: any.
public final class SqliteRecallLog implements RecallLog {
    private static final Duration OLDEST = Duration.ofDays(MOST_DAYS);

    /// What is recalled again and again in one evening is remembered once: spacing is what strengthens (MemoryBank adds
    /// one for each recall; Ebbinghaus found that repeating at once adds little).
    private static final Duration APART = Duration.ofHours(12);

    /// Never beyond: what was of use a hundred times does not fade anyway.
    private static final double STRONGEST = 100;

    /// An answer cites a memory when it holds this part of the words that the memory adds to the question.
    private static final double CITED = 0.5;

    private static final String STRENGTHEN = """
            UPDATE fact SET recall_count = recall_count + 1, strength = iif(last_recalled_at IS NULL
                OR last_recalled_at <= ?2, min(strength + ?3, %s), strength), last_recalled_at = ?1 WHERE id = ?4""".formatted(STRONGEST);

    private final Database database;
    private final InstantSource clock;

    public SqliteRecallLog(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public void note(MemoryId answer, List<MemoryId> found, List<MemoryId> given) {
        if (found.isEmpty() || answer.kind() != MemoryId.Kind.MESSAGE) return;
        Instant now = clock.instant();
        database.write(sql -> note(sql, answer.number(), found, given, now));
    }

    private static int note(Sql sql, long answer, List<MemoryId> found, List<MemoryId> given, Instant now)
            throws SQLException {
        long question =
                sql.number("SELECT coalesce(parent_id, 0) FROM message WHERE id = ? AND role = 'assistant'", answer);
        boolean noted = sql.number("SELECT count(*) FROM recall_use WHERE answer = ?", answer) > 0;
        if (question == 0 || noted) return 0;
        Set<String> said = words(sql.text("SELECT text FROM message WHERE id = ?", answer));
        Set<String> asked = words(sql.text("SELECT text FROM message WHERE id = ?", question));
        int rank = 0;
        for (MemoryId memory : new java.util.LinkedHashSet<>(found)) {
            String text = text(sql, memory);
            if (text.isEmpty()) continue;
            boolean isGiven = given.contains(memory);
            boolean isCited = isGiven && cites(said, asked, words(text));
            sql.update(
                    "INSERT INTO recall_use (answer, rank, memory, question, recalled_at, given, cited)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                    answer,
                    ++rank,
                    memory.toString(),
                    question,
                    now,
                    isGiven ? 1 : 0,
                    isCited ? 1 : 0);
            if (isGiven && memory.kind() == MemoryId.Kind.FACT) {
                sql.update(STRENGTHEN, now, now.minus(APART), isCited ? 1.0 : 0.5, memory.number());
            }
        }
        prune(sql, now);
        return rank;
    }

    private static String text(Sql sql, MemoryId id) throws SQLException {
        return switch (id.kind()) {
            case FACT -> sql.text("SELECT statement FROM fact WHERE id = ?", id.number());
            case MESSAGE -> sql.text("SELECT text FROM message WHERE id = ?", id.number());
        };
    }

    private static Set<String> words(String text) {
        Set<String> words = new HashSet<>(Words.of(text, 2_000));
        words.removeIf(word -> !StopWords.meaningful(word));
        return words;
    }

    private static boolean cites(Set<String> answer, Set<String> question, Set<String> memory) {
        Set<String> added = new HashSet<>(memory);
        added.removeAll(question);
        long repeated = added.stream().filter(answer::contains).count();
        return repeated > 0 && repeated >= CITED * added.size();
    }

    private static void prune(Sql sql, Instant now) throws SQLException {
        sql.update("DELETE FROM recall_use WHERE recalled_at < ?", now.minus(OLDEST));
        long rows = sql.number("SELECT count(*) FROM recall_use");
        if (rows > MOST_ROWS) {
            // Some more than needed, so that it is not done each time.
            sql.update(
                    "DELETE FROM recall_use WHERE answer IN (SELECT answer FROM recall_use ORDER BY recalled_at, answer LIMIT ?)",
                    rows - MOST_ROWS + MOST_ROWS / 20);
        }
    }

    private static Use read(ResultSet row) throws SQLException {
        return new Use(
                MemoryId.parse(row.getString("memory")),
                MemoryId.message(row.getLong("question")),
                MemoryId.message(row.getLong("answer")),
                row.getInt("rank"),
                Sql.time(row, "recalled_at"),
                row.getBoolean("given"),
                row.getBoolean("cited"));
    }

    @Override
    public List<Use> of(MemoryId answer) {
        return database.read(sql -> sql.list(
                "SELECT * FROM recall_use WHERE answer = ? ORDER BY rank", SqliteRecallLog::read, answer.number()));
    }

    @Override
    public List<Use> uses(MemoryId memory) {
        return database.read(sql -> sql.list(
                "SELECT * FROM recall_use WHERE memory = ? ORDER BY recalled_at DESC, answer DESC",
                SqliteRecallLog::read,
                memory.toString()));
    }
}
