package keepsake.memory.fact;

import java.sql.SQLException;
import keepsake.memory.sql.Sql;
import keepsake.memory.text.RememberRequest;
import keepsake.memory.text.Words;

/// What a fact says, and the key by which the same statement is known again.
public final class Statements {
    private Statements() {}

    /// Lets a fact say what the quoted words say.
    public static void replace(Sql sql, long fact, String quote) throws SQLException {
        String statement = RememberRequest.statement(quote);
        sql.update(
                "UPDATE fact SET statement = ?, statement_key = ?, sense = ? WHERE id = ?",
                statement,
                key(statement),
                Senses.of(statement),
                fact);
    }

    /// Statements of signs only ("❤️ = 💍") have no words; they are themselves.
    static String key(String statement) {
        String key = Words.key(statement);
        return key.isEmpty() ? statement : key;
    }
}
