package keepsake.memory.reflect.job;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import keepsake.memory.Reflection.Job;
import keepsake.memory.sql.Sql;

/// Writes "About you" anew from the active facts when they say something else than the version there is: a sentence per
/// fact, in the user's words, who the user is before what the user likes. Every version is kept.
final class ProfileJob implements Work {
    /// More is no profile any more.
    private static final int MOST = 60;

    private static final String FACTS = """
            SELECT f.id, f.statement FROM fact f WHERE f.status = 'active' AND f.valid_to IS NULL
            ORDER BY f.pinned DESC, f.subject = 'user' DESC, CASE f.kind WHEN 'profile' THEN 0 WHEN 'relationship' THEN 1
                WHEN 'preference' THEN 2 WHEN 'procedure' THEN 3 WHEN 'world' THEN 4 ELSE 5 END, f.id DESC
            LIMIT\s""" + MOST;

    private static final String LATEST = """
            SELECT s.text, coalesce(p.fact_id, 0) AS fact FROM profile_sentence s
            LEFT JOIN profile_source p ON p.sentence_id = s.id
            WHERE s.profile_id = (SELECT max(id) FROM profile) ORDER BY s.position""";

    private record Line(long fact, String text) {}

    @Override
    public Job job() {
        return Job.PROFILE;
    }

    @Override
    public List<String> tables() {
        return List.of("profile", "profile_sentence", "profile_source");
    }

    @Override
    public long waiting(Sql sql, Situation at) throws SQLException {
        return isDue(sql, lines(sql)) ? 1 : 0;
    }

    @Override
    public Step prepare(Reading reading, Situation at) {
        return sql -> {
            List<Line> lines = lines(sql);
            if (isDue(sql, lines)) write(sql, at, lines);
            return false;
        };
    }

    private static List<Line> lines(Sql sql) throws SQLException {
        return sql.list(FACTS, row -> new Line(row.getLong("id"), SecondPerson.of(row.getString("statement"))));
    }

    private static boolean isDue(Sql sql, List<Line> lines) throws SQLException {
        List<Line> latest = sql.list(LATEST, row -> new Line(row.getLong("fact"), row.getString("text")));
        return !lines.equals(latest) && !Situation.isDismissed(sql, decision(lines));
    }

    private static String decision(List<Line> lines) {
        return lines.stream().map(line -> "f" + line.fact()).collect(Collectors.joining(":", "profile:", ""));
    }

    private static void write(Sql sql, Situation at, List<Line> lines) throws SQLException {
        at.decide(decision(lines));
        long profile = sql.insert("INSERT INTO profile (made_at) VALUES (?)", at.now());
        int position = 0;
        for (Line line : lines) {
            long sentence = sql.insert(
                    "INSERT INTO profile_sentence (profile_id, position, text) VALUES (?, ?, ?)",
                    profile,
                    position++,
                    line.text());
            sql.update(
                    "INSERT INTO profile_source (profile_id, sentence_id, fact_id) VALUES (?, ?, ?)",
                    profile,
                    sentence,
                    line.fact());
        }
    }
}
