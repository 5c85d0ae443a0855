package keepsake.memory.identity;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import keepsake.memory.Identity.Field;
import keepsake.memory.Identity.Format;
import keepsake.memory.Identity.Preview;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Bitwarden's unencrypted JSON export with one item of type 4 (identity). What an identity has no place for becomes a
/// custom text field (type 0). KeePassXC reads the same file.
final class BitwardenExport {
    private static final int IDENTITY = 4;
    private static final int TEXT = 0;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// Fields that an identity has a place for, whatever else is set.
    private static final Set<String> PLACED = Set.of(
            "honorific-prefix",
            "given-name",
            "additional-name",
            "family-name",
            "address-level2",
            "address-level1",
            "postal-code",
            "country",
            "organization",
            "email",
            "tel",
            "username");

    private BitwardenExport() {}

    static Preview of(List<Field> fields, Instant now) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Field field : fields) values.put(field.name(), field.value());
        PersonName name = PersonName.of(values);
        List<String> lines = addressLines(values);
        List<Map<String, @Nullable Object>> rest = rest(values, name, lines);

        Map<String, @Nullable Object> item = new LinkedHashMap<>();
        String title = title(values, name);
        String date = now.truncatedTo(ChronoUnit.MILLIS).toString();
        item.put("passwordHistory", null);
        item.put("revisionDate", date);
        item.put("creationDate", date);
        item.put("deletedDate", null);
        item.put(
                "id",
                UUID.nameUUIDFromBytes(("keepsake identity " + values).getBytes(StandardCharsets.UTF_8))
                        .toString());
        item.put("organizationId", null);
        item.put("folderId", null);
        item.put("type", IDENTITY);
        item.put("reprompt", 0);
        item.put("name", title);
        item.put("notes", null);
        item.put("favorite", false);
        item.put("fields", rest);
        item.put("identity", identity(values, name, lines));
        item.put("collectionIds", null);

        Map<String, Object> export = new LinkedHashMap<>();
        export.put("encrypted", false);
        export.put("folders", List.of());
        export.put("items", List.of(item));
        String text =
                JSON.writerWithDefaultPrettyPrinter().writeValueAsString(export).replace("\r\n", "\n") + "\n";
        return new Preview(Format.BITWARDEN, fields, text, "identity-bitwarden.json");
    }

    private static String title(Map<String, String> values, PersonName name) {
        return Stream.of(values.get("name"), name.spoken(), values.get("nickname"), values.get("email"))
                .filter(text -> text != null && !text.isEmpty())
                .findFirst()
                .orElse("Identity");
    }

    /// Three lines at most have a place; more go into the last one.
    private static List<String> addressLines(Map<String, String> values) {
        List<String> lines = Stream.of("address-line1", "address-line2", "address-line3")
                .map(line -> values.getOrDefault(line, ""))
                .collect(Collectors.toCollection(ArrayList::new));
        if (lines.stream().allMatch(String::isEmpty)) {
            lines = new ArrayList<>(
                    values.getOrDefault("street-address", "").lines().toList());
        }
        if (lines.size() > 3) {
            lines = List.of(lines.get(0), lines.get(1), String.join(", ", lines.subList(2, lines.size())));
        }
        return lines;
    }

    private static Map<String, @Nullable Object> identity(
            Map<String, String> values, PersonName name, List<String> lines) {
        Map<String, @Nullable Object> identity = new LinkedHashMap<>();
        identity.put("title", orNull(name.prefix()));
        identity.put("firstName", orNull(name.given()));
        identity.put("middleName", orNull(name.additional()));
        identity.put("lastName", orNull(name.family()));
        for (int i = 0; i < 3; i++) identity.put("address" + (i + 1), i < lines.size() ? orNull(lines.get(i)) : null);
        identity.put("city", values.get("address-level2"));
        identity.put("state", values.get("address-level1"));
        identity.put("postalCode", values.get("postal-code"));
        identity.put("country", values.getOrDefault("country", values.get("country-name")));
        identity.put("company", values.get("organization"));
        identity.put("email", values.get("email"));
        identity.put("phone", values.get("tel"));
        identity.put("ssn", null);
        identity.put("username", values.get("username"));
        identity.put("passportNumber", null);
        identity.put("licenseNumber", null);
        return identity;
    }

    private static List<Map<String, @Nullable Object>> rest(
            Map<String, String> values, PersonName name, List<String> lines) {
        List<Map<String, @Nullable Object>> rest = new ArrayList<>();
        values.forEach((field, value) -> {
            boolean placed = PLACED.contains(field)
                    || (field.equals("name") && value.equals(name.spoken()))
                    || field.startsWith("address-line")
                    || (field.equals("street-address")
                            && String.join("\n", lines).equals(value))
                    || (field.equals("country-name") && !values.containsKey("country"));
            if (!placed) {
                Map<String, @Nullable Object> custom = new LinkedHashMap<>();
                custom.put("name", AutofillNames.require(field).label());
                custom.put("value", value);
                custom.put("type", TEXT);
                custom.put("linkedId", null);
                rest.add(custom);
            }
        });
        return rest;
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
