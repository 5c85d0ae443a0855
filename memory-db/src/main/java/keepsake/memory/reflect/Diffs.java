package keepsake.memory.reflect;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import keepsake.memory.MemoryId;
import keepsake.memory.Reflection.Change;
import keepsake.memory.Reflection.Change.Kind;
import keepsake.memory.Reflection.Diff;
import keepsake.memory.Reflection.Job;
import keepsake.memory.sql.Sql;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Tells what a run changed, from the rows it changed: things a person knows, with what they said.
final class Diffs {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int SOURCES = 20;

    /// Of a run over a million messages nobody reads every change; an export has them all.
    private static final String ROWS = """
            SELECT job, table_name, thing, coalesce(message_id, 0) AS message, before, after
            FROM (SELECT * FROM job_change WHERE run_id = ? ORDER BY id LIMIT 50000) ORDER BY min(id) OVER (PARTITION BY job, thing), thing, id""";

    private static final String EXPORT = """
            SELECT json_object('run', r.id, 'jobs', r.jobs, 'started_at', r.started_at, 'ended_at', r.ended_at,
                'state', r.state, 'made_by', r.made_by, 'erased', r.erased, 'changes', json((
                    SELECT json_group_array(json_object('job', c.job, 'thing', c.thing, 'table', c.table_name,
                        'row', c.row_id, 'before', json(c.before), 'after', json(c.after)) ORDER BY c.id)
                    FROM job_change c WHERE c.run_id = r.id)))
            FROM job_run r WHERE r.id = ?""";

    private Diffs() {}

    private record Row(Job job, String table, String thing, long message, JsonNode before, JsonNode after) {
        boolean isNew() {
            return before.isMissingNode();
        }

        boolean isGone() {
            return after.isMissingNode();
        }
    }

    private record Group(Job job, String thing) {}

    static Diff of(Sql sql, long run, boolean complete) throws SQLException {
        Map<Group, List<Row>> groups = new LinkedHashMap<>();
        sql.visit(
                ROWS,
                row -> {
                    Row changed = new Row(
                            Job.valueOf(row.getString("job").toUpperCase(Locale.ROOT)),
                            row.getString("table_name"),
                            row.getString("thing"),
                            row.getLong("message"),
                            json(Sql.optionalText(row, "before")),
                            json(Sql.optionalText(row, "after")));
                    groups.computeIfAbsent(new Group(changed.job(), changed.thing()), g -> new ArrayList<>())
                            .add(changed);
                    return true;
                },
                run);
        List<Change> changes = new ArrayList<>();
        for (Map.Entry<Group, List<Row>> group : groups.entrySet()) {
            changes.add(change(sql, group.getKey(), group.getValue()));
        }
        return new Diff(RunRows.find(sql, run), changes, complete);
    }

    static String export(Sql sql, long run) throws SQLException {
        return sql.text(EXPORT, run);
    }

    private static JsonNode json(Optional<String> text) {
        return text.map(JSON::readTree).orElseGet(tools.jackson.databind.node.MissingNode::getInstance);
    }

    private static Change change(Sql sql, Group group, List<Row> rows) throws SQLException {
        if (group.thing().indexOf(':') >= 0) return other(group, rows);
        return switch (group.thing().charAt(0)) {
            case 'f' -> fact(sql, group, rows);
            case 'e' -> episode(group, rows);
            default -> text(group, rows);
        };
    }

    private static Change fact(Sql sql, Group group, List<Row> rows) throws SQLException {
        long id = Long.parseLong(group.thing().substring(1));
        List<MemoryId> sources = sources(rows);
        if (sources.isEmpty()) {
            sources = sql.list(
                    "SELECT DISTINCT message_id FROM fact_source WHERE fact_id = ? ORDER BY 1 LIMIT " + SOURCES,
                    row -> MemoryId.message(row.getLong(1)),
                    id);
        }
        Optional<Row> main =
                rows.stream().filter(row -> row.table().equals("fact")).findFirst();
        if (main.isEmpty()) {
            Optional<String> statement =
                    sql.first("SELECT statement FROM fact WHERE id = ?", row -> row.getString(1), id);
            return new Change(group.job(), Kind.CHANGED, group.thing(), statement, statement, sources);
        }
        Row row = main.get();
        Kind kind = row.isNew() ? Kind.ADDED : row.isGone() ? Kind.REMOVED : kindOf(row);
        return new Change(
                group.job(),
                kind,
                group.thing(),
                text(row.before(), "statement"),
                text(row.after(), "statement"),
                sources);
    }

    private static Kind kindOf(Row row) {
        String before = row.before().path("status").asString("");
        String after = row.after().path("status").asString("");
        if (before.equals(after)) return Kind.CHANGED;
        return switch (after) {
            case "superseded" -> Kind.SUPERSEDED;
            case "archived" -> Kind.ARCHIVED;
            default -> Kind.CHANGED;
        };
    }

    private static Change episode(Group group, List<Row> rows) {
        Optional<Row> main =
                rows.stream().filter(row -> row.table().equals("episode")).findFirst();
        boolean added = main.filter(Row::isNew).isPresent();
        return new Change(
                group.job(),
                added ? Kind.ADDED : Kind.CHANGED,
                group.thing(),
                added ? Optional.empty() : said(main, rows, Row::before),
                said(main, rows, Row::after),
                sources(rows));
    }

    /// Title and summary, or which messages it is.
    private static Optional<String> said(Optional<Row> main, List<Row> rows, Function<Row, JsonNode> side) {
        String title = main.flatMap(row -> text(side.apply(row), "title")).orElse("");
        String summary = sentences(rows, side);
        if (!title.isEmpty() || !summary.isEmpty()) {
            return Optional.of(summary.isEmpty() ? title : title.isEmpty() ? summary : title + ": " + summary);
        }
        return main.map(row -> side.apply(row))
                .filter(json -> !json.isMissingNode())
                .map(json -> json.path("messages").asLong(0) + " messages, m"
                        + json.path("first_message").asLong(0) + " to m"
                        + json.path("last_message").asLong(0));
    }

    private static Change text(Group group, List<Row> rows) {
        String before = sentences(rows, Row::before);
        String after = sentences(rows, Row::after);
        Kind kind = before.isEmpty() ? Kind.ADDED : after.isEmpty() ? Kind.REMOVED : Kind.CHANGED;
        return new Change(
                group.job(),
                kind,
                group.thing(),
                Optional.of(before).filter(text -> !text.isEmpty()),
                Optional.of(after).filter(text -> !text.isEmpty()),
                sources(rows));
    }

    private static Change other(Group group, List<Row> rows) {
        Row row = rows.getFirst();
        Kind kind = row.isNew() ? Kind.ADDED : row.isGone() ? Kind.REMOVED : Kind.CHANGED;
        return new Change(
                group.job(),
                kind,
                group.thing(),
                Optional.of(row.before()).filter(json -> !json.isMissingNode()).map(JsonNode::toString),
                Optional.of(row.after()).filter(json -> !json.isMissingNode()).map(JsonNode::toString),
                sources(rows));
    }

    private static String sentences(List<Row> rows, Function<Row, JsonNode> side) {
        return rows.stream()
                .filter(row -> row.table().endsWith("_sentence"))
                .map(side)
                .filter(json -> !json.isMissingNode())
                .sorted((a, b) -> Long.compare(
                        a.path("position").asLong(0), b.path("position").asLong(0)))
                .map(json -> json.path("text").asString(""))
                .collect(Collectors.joining(" "));
    }

    private static Optional<String> text(JsonNode json, String name) {
        return json.isMissingNode()
                ? Optional.empty()
                : Optional.of(json.path(name).asString(""));
    }

    private static List<MemoryId> sources(List<Row> rows) {
        Set<MemoryId> sources = new LinkedHashSet<>();
        for (Row row : rows) {
            if (row.message() > 0) sources.add(MemoryId.message(row.message()));
        }
        return sources.stream().limit(SOURCES).toList();
    }
}
