package keepsake.memory.identity;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Reads one vCard by the letter of RFC 6350 (sections 3.2 to 3.4) and throws at anything else.
final class StrictVcard {
    private record Property(Map<String, String> parameters, String value) {}

    private final Map<String, Property> properties = new LinkedHashMap<>();

    static StrictVcard parse(String text) {
        if (!text.endsWith("\r\n")) throw new IllegalArgumentException("lines end with CRLF");
        String[] physical = text.substring(0, text.length() - 2).split("\r\n", -1);
        List<String> lines = new ArrayList<>();
        for (String line : physical) {
            if (line.indexOf('\r') >= 0 || line.indexOf('\n') >= 0) throw new IllegalArgumentException("bare line end");
            if (line.getBytes(StandardCharsets.UTF_8).length > 4 * 75) throw new IllegalArgumentException("not folded");
            if (line.startsWith(" ")) lines.add(lines.removeLast() + line.substring(1));
            else lines.add(line);
        }
        if (!lines.getFirst().equals("BEGIN:VCARD") || !lines.getLast().equals("END:VCARD")) {
            throw new IllegalArgumentException("no vCard");
        }
        if (!lines.get(1).equals("VERSION:4.0")) throw new IllegalArgumentException("VERSION must come first");
        StrictVcard card = new StrictVcard();
        for (String line : lines.subList(1, lines.size() - 1)) card.add(line);
        return card;
    }

    private void add(String line) {
        int colon = -1;
        boolean quoted = false;
        for (int i = 0; i < line.length() && colon < 0; i++) {
            if (line.charAt(i) == '"') quoted = !quoted;
            else if (line.charAt(i) == ':' && !quoted) colon = i;
        }
        if (colon < 1) throw new IllegalArgumentException("no value: " + line);
        String[] head = line.substring(0, colon).split(";", -1);
        if (!head[0].matches("[A-Z-]+")) throw new IllegalArgumentException("no property name: " + line);
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 1; i < head.length; i++) {
            int equals = head[i].indexOf('=');
            if (equals < 1) throw new IllegalArgumentException("no parameter: " + line);
            parameters.put(head[i].substring(0, equals).toUpperCase(Locale.ROOT), head[i].substring(equals + 1));
        }
        if (properties.put(head[0], new Property(parameters, line.substring(colon + 1))) != null) {
            throw new IllegalArgumentException("twice: " + head[0]);
        }
    }

    /// The value as it stands in the file.
    String value(String name) {
        return get(name).value();
    }

    Map<String, String> parameters(String name) {
        return get(name).parameters();
    }

    /// The value of a text property.
    String text(String name) {
        List<String> all = split(get(name).value(), ',');
        if (all.size() != 1) throw new IllegalArgumentException("unescaped comma in " + name);
        return unescape(all.getFirst());
    }

    /// The parts of a structured property; several values of one part are joined by a bar.
    List<String> components(String name) {
        return split(get(name).value(), ';').stream()
                .map(part -> String.join(
                        "|",
                        split(part, ',').stream().map(StrictVcard::unescape).toList()))
                .toList();
    }

    private Property get(String name) {
        Property property = properties.get(name);
        if (property == null) throw new IllegalArgumentException("no " + name);
        return property;
    }

    private static List<String> split(String value, char separator) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) == '\\') i++;
            else if (value.charAt(i) == separator) {
                parts.add(value.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(value.substring(start));
        return parts;
    }

    private static String unescape(String value) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\') {
                char next = value.charAt(++i);
                switch (next) {
                    case 'n', 'N' -> text.append('\n');
                    case '\\', ',', ';' -> text.append(next);
                    default -> throw new IllegalArgumentException("bad escape \\" + next);
                }
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }
}
