package keepsake.memory.identity;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import keepsake.memory.Fact;
import keepsake.memory.Identity;
import keepsake.memory.MemoryException;
import keepsake.memory.MemoryException.Reason;
import keepsake.memory.MemoryId;
import keepsake.memory.identity.FieldRules.Known;
import keepsake.memory.output.OwnerOutput;
import keepsake.memory.sql.Database;
import keepsake.memory.sql.Sql;
import keepsake.memory.text.Words;
import org.jspecify.annotations.Nullable;

/// The identity in SQLite. Threads: any.
public final class SqliteIdentity implements Identity {
    private static final String CONFIRMED = """
            SELECT i.name, i.value, i.set_at, i.quote, m.id, m.conversation_id, c.title, m.said_at
            FROM identity_field i LEFT JOIN message m ON m.id = i.message_id
            LEFT JOIN conversation c ON c.id = m.conversation_id""";

    private final Database database;
    private final InstantSource clock;

    public SqliteIdentity(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    private record Confirmed(Field field, Instant setAt) {}

    @Override
    public List<FieldName> names() {
        return AutofillNames.ALL;
    }

    @Override
    public List<Field> fields() {
        return database.read(sql -> {
            Map<String, Confirmed> confirmed = confirmed(sql);
            Map<String, Field> proposed = proposed(sql, confirmed);
            List<Field> fields = new ArrayList<>();
            for (FieldName name : AutofillNames.ALL) {
                Confirmed own = confirmed.get(name.name());
                if (own != null) fields.add(own.field());
                Field proposal = proposed.get(name.name());
                if (proposal != null) fields.add(proposal);
            }
            return List.copyOf(fields);
        });
    }

    private static Map<String, Confirmed> confirmed(Sql sql) throws SQLException {
        Map<String, Confirmed> fields = new LinkedHashMap<>();
        sql.visit(CONFIRMED, row -> {
            Optional<Fact.Source> source = row.getLong("id") == 0
                    ? Optional.empty()
                    : Optional.of(new Fact.Source(
                            MemoryId.message(row.getLong("id")),
                            row.getLong("conversation_id"),
                            row.getString("title"),
                            row.getString("quote"),
                            Sql.time(row, "said_at")));
            String name = row.getString("name");
            Field field = new Field(name, row.getString("value"), Status.CONFIRMED, source);
            fields.put(name, new Confirmed(field, Sql.time(row, "set_at")));
            return true;
        });
        return fields;
    }

    /// The newest proposal for each name. A confirmed value is questioned only by what was said after it was set.
    private Map<String, Field> proposed(Sql sql, Map<String, Confirmed> confirmed) throws SQLException {
        Set<String> dismissed = new HashSet<>(
                sql.list("SELECT name || ' ' || value_key FROM identity_dismissed", row -> row.getString(1)));
        Map<String, Field> proposed = new LinkedHashMap<>();
        for (Proposals.Found found : Proposals.find(sql, known(confirmed))) {
            if (dismissed.contains(found.name() + " " + key(found.value()))) continue;
            Confirmed own = confirmed.get(found.name());
            if (own != null && !questions(found, own)) continue;
            proposed.putIfAbsent(
                    found.name(), new Field(found.name(), found.value(), Status.PROPOSED, Optional.of(found.source())));
        }
        return proposed;
    }

    private static boolean questions(Proposals.Found found, Confirmed own) {
        return !key(found.value()).equals(key(own.field().value()))
                && found.source().saidAt().isAfter(own.setAt());
    }

    private Known known(Map<String, Confirmed> confirmed) {
        Optional<String> country =
                Optional.ofNullable(confirmed.get("country")).map(c -> c.field().value());
        return new Known(country, LocalDate.ofInstant(clock.instant(), ZoneId.systemDefault()));
    }

    /// Equal for values that differ in case, accents, punctuation or spacing only.
    static String key(String value) {
        String key = Words.key(value);
        return key.isEmpty() ? value : key;
    }

    @Override
    public Field set(String name, String value) {
        AutofillNames.require(name);
        if (value.isBlank()) {
            remove(name);
            return new Field(name, "", Status.PROPOSED, Optional.empty());
        }
        return database.write(sql -> {
            String kept = FieldRules.normalise(name, value, known(confirmed(sql)));
            keep(sql, name, kept, null, null);
            return new Field(name, kept, Status.CONFIRMED, Optional.empty());
        });
    }

    private void keep(Sql sql, String name, String value, @Nullable Long message, @Nullable String quote)
            throws SQLException {
        sql.update(
                "INSERT OR REPLACE INTO identity_field (name, value, set_at, message_id, quote) VALUES (?, ?, ?, ?, ?)",
                name,
                value,
                clock.instant(),
                message,
                quote);
    }

    @Override
    public Field confirm(String name) {
        AutofillNames.require(name);
        return database.write(sql -> {
            Field proposal = proposal(sql, name);
            Fact.Source source = proposal.source().orElseThrow();
            keep(sql, name, proposal.value(), source.message().number(), source.quote());
            return new Field(name, proposal.value(), Status.CONFIRMED, proposal.source());
        });
    }

    @Override
    public void dismiss(String name) {
        AutofillNames.require(name);
        database.write(sql -> sql.update(
                "INSERT OR IGNORE INTO identity_dismissed (name, value_key, dismissed_at) VALUES (?, ?, ?)",
                name,
                key(proposal(sql, name).value()),
                clock.instant()));
    }

    private Field proposal(Sql sql, String name) throws SQLException {
        Field proposal = proposed(sql, confirmed(sql)).get(name);
        if (proposal == null) {
            throw new MemoryException(
                    Reason.BAD_INPUT, "There is no proposal for " + name + " any more. Nothing was changed.");
        }
        return proposal;
    }

    @Override
    public void remove(String name) {
        AutofillNames.require(name);
        database.write(sql -> sql.update("DELETE FROM identity_field WHERE name = ?", name));
    }

    @Override
    public Preview preview(Format format) {
        List<Field> confirmed =
                fields().stream().filter(f -> f.status() == Status.CONFIRMED).toList();
        if (confirmed.isEmpty()) {
            throw new MemoryException(
                    Reason.BAD_INPUT,
                    "There is nothing to export yet: no field is confirmed. Type a value or confirm a proposal first.");
        }
        return switch (format) {
            case BITWARDEN -> BitwardenExport.of(confirmed, clock.instant());
            case VCARD -> VcardExport.of(confirmed);
        };
    }

    @Override
    public void export(Preview preview, Path file) {
        OwnerOutput.write(file, preview.text());
    }
}
