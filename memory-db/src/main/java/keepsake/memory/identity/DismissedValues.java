package keepsake.memory.identity;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import keepsake.memory.MemoryException;
import keepsake.memory.identity.FieldRules.Known;
import keepsake.memory.identity.ProposalRules.Proposal;
import keepsake.memory.sql.Sql;
import keepsake.memory.text.Telling;
import keepsake.memory.text.Words;

/// Values the user refused are kept so that they are not proposed again; when what proposed them is erased, they go
/// too.
public final class DismissedValues {
    private DismissedValues() {}

    /// Removes refused values that these texts say.
    ///
    /// @param today no birthday is later
    public static void removeThoseIn(Sql sql, Collection<String> texts, LocalDate today) throws SQLException {
        record Dismissed(String name, String key) {}
        List<Dismissed> all = sql.list(
                "SELECT name, value_key FROM identity_dismissed",
                row -> new Dismissed(row.getString("name"), row.getString("value_key")));
        if (all.isEmpty()) return;
        String country = sql.text("SELECT value FROM identity_field WHERE name = 'country'");
        Known known = new Known(Optional.of(country).filter(code -> !code.isEmpty()), today);
        for (String text : texts) {
            String said = solid(text);
            for (Dismissed value : all) {
                if (said.contains(solid(value.key()))) remove(sql, value.name(), value.key());
            }
            for (String sentence : Telling.sentences(text)) {
                for (Proposal proposal : ProposalRules.of(sentence)) remove(sql, proposal, known);
            }
        }
    }

    /// A refused value is kept in its canonical form, which need not occur in the text: a date, a country.
    private static void remove(Sql sql, Proposal proposal, Known known) throws SQLException {
        try {
            String value = FieldRules.normalise(proposal.name(), proposal.value(), known);
            remove(sql, proposal.name(), SqliteIdentity.key(value));
        } catch (MemoryException notAValue) {
            // Then it was never proposed.
        }
    }

    private static void remove(Sql sql, String name, String key) throws SQLException {
        sql.update("DELETE FROM identity_dismissed WHERE name = ? AND value_key = ?", name, key);
    }

    /// Phone numbers are grouped in many ways.
    private static String solid(String text) {
        return Words.key(text).replace(" ", "");
    }
}
