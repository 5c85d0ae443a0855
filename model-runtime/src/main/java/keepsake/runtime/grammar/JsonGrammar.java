package keepsake.runtime.grammar;

import java.util.ArrayList;
import java.util.List;
import keepsake.runtime.engine.EngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Turns a small JSON schema into a GBNF grammar, for [keepsake.runtime.engine.GenerationRequest#grammar]. Every answer
/// the grammar lets through is one JSON text of the schema, written in one way only, so that a model spends its tokens
/// on what it has to say: one blank after a colon or a comma, no other space between parts, keys in the schema's order.
///
/// ```
/// schema  := {"type": "object", "properties": {key: schema, …}}          every key, once
///          | {"type": "array", "items": schema, "minItems"?, "maxItems"} at most 64 items
///          | {"type": "string", "minLength"?, "maxLength"}               at most 1,000 characters, on one line
///          | {"enum": [string, …]}
///          | {"type": "boolean"}
/// ```
///
/// Other words of JSON Schema that only say more of the same (`required`, `additionalProperties`, `description`,
/// `title`) are accepted and change nothing; all others are refused, because they would be promised and not kept.
/// Keys and enum values are plain text: letters, digits, blanks and `_-.,:/'`. Pure. Threads: any.
public final class JsonGrammar {
    private static final int MOST_ITEMS = 64;
    private static final int MOST_CHARACTERS = 1_000;
    private static final int DEEPEST = 8;
    private static final List<String> HARMLESS = List.of("required", "additionalProperties", "description", "title");

    private static final JsonMapper JSON = JsonMapper.shared();

    /// Control characters would need escapes; `\` and `"` may be written with one.
    private static final String CHARACTER = "char ::= [^\"\\\\\\x00-\\x1F\\x7F] | \"\\\\\" [\"\\\\/]\n";

    private final StringBuilder rules = new StringBuilder();
    private int numbered;
    private boolean hasStrings;

    private JsonGrammar() {}

    /// The grammar of a schema, root rule `root`.
    ///
    /// @throws EngineException.BadRequest when the text is no JSON or no schema of this kind, with what is wrong
    public static String of(String schema) throws EngineException.BadRequest {
        JsonNode root;
        try {
            root = JSON.readTree(schema);
        } catch (JacksonException e) {
            throw refused("it is not JSON");
        }
        JsonGrammar grammar = new JsonGrammar();
        String body = grammar.expression(root, 0);
        return "root ::= " + body + "\n" + grammar.rules + (grammar.hasStrings ? CHARACTER : "");
    }

    private String expression(JsonNode schema, int depth) throws EngineException.BadRequest {
        if (!schema.isObject()) throw refused("every schema must be an object");
        if (depth > DEEPEST) throw refused("it is nested more than " + DEEPEST + " deep");
        if (schema.has("enum")) {
            only(schema, "enum", "type");
            return named(choice(schema.get("enum")));
        }
        String type = schema.path("type").asString("");
        return switch (type) {
            case "object" -> named(object(schema, depth));
            case "array" -> named(array(schema, depth));
            case "string" -> string(schema);
            case "boolean" -> {
                only(schema, "type");
                yield named("\"true\" | \"false\"");
            }
            default -> throw refused("it asks for the type “" + type + "”");
        };
    }

    private String object(JsonNode schema, int depth) throws EngineException.BadRequest {
        only(schema, "type", "properties");
        JsonNode properties = schema.path("properties");
        if (!properties.isObject() || properties.isEmpty()) throw refused("an object needs properties");
        List<String> parts = new ArrayList<>();
        for (String key : properties.propertyNames()) {
            String before = (parts.isEmpty() ? "{" : ", ") + '"' + plain(key) + "\": ";
            parts.add(literal(before) + " " + expression(properties.get(key), depth + 1));
        }
        return String.join(" ", parts) + " \"}\"";
    }

    private String array(JsonNode schema, int depth) throws EngineException.BadRequest {
        only(schema, "type", "items", "minItems", "maxItems");
        int least = number(schema, "minItems", 0, 0, MOST_ITEMS);
        int most = number(schema, "maxItems", -1, Math.max(1, least), MOST_ITEMS);
        String item = expression(schema.path("items"), depth + 1);
        if (most == 1) return least == 1 ? "\"[\" " + item + " \"]\"" : "\"[\" " + item + "? \"]\"";
        String more = "(\", \" " + item + "){" + Math.max(0, least - 1) + "," + (most - 1) + "}";
        return least == 0 ? "\"[\" (" + item + " " + more + ")? \"]\"" : "\"[\" " + item + " " + more + " \"]\"";
    }

    private String string(JsonNode schema) throws EngineException.BadRequest {
        only(schema, "type", "minLength", "maxLength");
        int least = number(schema, "minLength", 0, 0, MOST_CHARACTERS);
        int most = number(schema, "maxLength", -1, Math.max(1, least), MOST_CHARACTERS);
        hasStrings = true;
        return named("\"\\\"\" char{" + least + "," + most + "} \"\\\"\"");
    }

    private static String choice(JsonNode values) throws EngineException.BadRequest {
        if (!values.isArray() || values.isEmpty()) throw refused("an enum needs values");
        List<String> alternatives = new ArrayList<>();
        for (JsonNode value : values) {
            if (!value.isString()) throw refused("an enum holds something else than strings");
            alternatives.add(literal('"' + plain(value.asString()) + '"'));
        }
        return String.join(" | ", alternatives);
    }

    private static int number(JsonNode schema, String name, int usual, int least, int most)
            throws EngineException.BadRequest {
        JsonNode value = schema.path(name);
        if (value.isMissingNode() && usual >= 0) return usual;
        if (!value.isInt() || value.asInt() < least || value.asInt() > most) {
            throw refused(name + " must be a number between " + least + " and " + most);
        }
        return value.asInt();
    }

    private static void only(JsonNode schema, String... known) throws EngineException.BadRequest {
        for (String name : schema.propertyNames()) {
            if (!List.of(known).contains(name) && !HARMLESS.contains(name)) {
                throw refused("it says “" + name + "”, which is not supported here");
            }
        }
    }

    private static String plain(String text) throws EngineException.BadRequest {
        boolean plain = !text.isEmpty()
                && text.codePoints().allMatch(c -> Character.isLetterOrDigit(c) || " _-.,:/'".indexOf(c) >= 0);
        if (!plain) throw refused("a key or value holds signs that are not supported");
        return text;
    }

    /// A text as a GBNF string.
    private static String literal(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private String named(String body) {
        String name = "r" + numbered++;
        rules.append(name).append(" ::= ").append(body).append('\n');
        return name;
    }

    private static EngineException.BadRequest refused(String why) {
        return new EngineException.BadRequest("The form asked for this answer cannot be used: " + why + ".");
    }
}
