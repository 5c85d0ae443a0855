package keepsake.memory.identity;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import keepsake.memory.Fact;
import keepsake.memory.MemoryException;
import keepsake.memory.MemoryId;
import keepsake.memory.identity.FieldRules.Known;
import keepsake.memory.identity.ProposalRules.Proposal;
import keepsake.memory.sql.Sql;
import keepsake.memory.text.Telling;

/// Proposals from active facts and from what the user told here (not from imports), newest first.
final class Proposals {
    /// Words and phrases of the rules; only messages with one of them are read.
    private static final String WORDS =
            "\"name is\" OR \"name s\" OR \"name ist\" OR \"m called\" OR \"am called\" OR heiße"
                    + " OR heisse OR mail OR email OR \"reach me\" OR phone OR mobile OR cell OR cellphone OR telephone"
                    + " OR \"number is\" OR telefonnummer OR handynummer OR mobilnummer OR \"nummer ist\" OR live OR moved OR wohne"
                    + " OR lebe OR \"address is\" OR zip OR \"code is\" OR postcode OR \"birthday is\" OR \"birth is\" OR born"
                    + " OR geburtstag OR \"ich wurde\" OR \"ich bin\" OR work OR arbeite";

    /// Whoever said more about themselves said it again lately.
    private static final int MOST = 500;

    private static final String TOLD = """
            SELECT t.text AS said, '' AS quote, m.id, m.conversation_id, c.title, m.said_at
            FROM telling_stems JOIN telling t ON t.message_id = telling_stems.rowid
            JOIN message m ON m.id = t.message_id JOIN conversation c ON c.id = m.conversation_id
            WHERE telling_stems MATCH ? AND c.deleted_at IS NULL AND m.trust = 'said' AND NOT EXISTS (
                SELECT 1 FROM fact_source s JOIN fact f ON f.id = s.fact_id
                WHERE s.message_id = m.id AND f.status IN ('retracted', 'superseded', 'quarantined'))
            ORDER BY telling_stems.rowid DESC LIMIT ?""";

    private static final String FACTS = """
            SELECT f.statement AS said, s.quote, m.id, m.conversation_id, c.title, m.said_at
            FROM fact_stems JOIN fact f ON f.id = fact_stems.rowid JOIN fact_source s ON s.fact_id = f.id
            JOIN message m ON m.id = s.message_id JOIN conversation c ON c.id = m.conversation_id
            WHERE fact_stems MATCH ? AND f.status = 'active' AND f.subject = 'user'
            ORDER BY f.id DESC, s.id LIMIT ?""";

    private Proposals() {}

    record Found(String name, String value, Fact.Source source) {}

    static List<Found> find(Sql sql, Known known) throws SQLException {
        List<Found> found = new ArrayList<>();
        collect(sql, FACTS, known, found);
        collect(sql, TOLD, known, found);
        found.sort(Comparator.comparingLong((Found f) -> f.source().message().number())
                .reversed());
        return found;
    }

    private static void collect(Sql sql, String query, Known known, List<Found> found) throws SQLException {
        sql.visit(
                query,
                row -> {
                    String quote = row.getString("quote");
                    for (String sentence : Telling.sentences(row.getString("said"))) {
                        for (Proposal proposal : ProposalRules.of(sentence)) {
                            Fact.Source source = new Fact.Source(
                                    MemoryId.message(row.getLong("id")),
                                    row.getLong("conversation_id"),
                                    row.getString("title"),
                                    quote.isEmpty() ? proposal.quote() : quote,
                                    Sql.time(row, "said_at"));
                            add(proposal, known, source, found);
                        }
                    }
                    return true;
                },
                WORDS,
                MOST);
    }

    private static void add(Proposal proposal, Known known, Fact.Source source, List<Found> found) {
        try {
            String value = FieldRules.normalise(proposal.name(), proposal.value(), known);
            found.add(new Found(proposal.name(), value, source));
        } catch (MemoryException notAValue) {
            // What is no phone number after all is no proposal.
        }
    }
}
