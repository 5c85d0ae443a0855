package keepsake.memory.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keepsake.memory.Identity.Field;
import keepsake.memory.Identity.Status;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.NotBlank;
import org.junit.jupiter.api.Test;

/// Read back by [StrictVcard], which knows RFC 6350 and nothing of the library that wrote the card.
class VcardExportTest {
    private static StrictVcard export(Map<String, String> values) {
        List<Field> fields = new ArrayList<>();
        values.forEach((name, value) -> fields.add(new Field(name, value, Status.CONFIRMED, Optional.empty())));
        return StrictVcard.parse(VcardExport.of(fields).text());
    }

    @Test
    void isReadByAStrictReader() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("name", "Ana María Silva; Ltd, \\ & co");
        values.put("given-name", "Ana");
        values.put("family-name", "Silva");
        values.put("tel", "+493411234567");
        values.put("email", "ana@example.org");
        values.put("street-address", "Hauptstraße 12; rear, left\n2nd floor");
        values.put("address-level2", "Leipzig");
        values.put("postal-code", "04275");
        values.put("country", "DE");
        values.put("bday", "1990-05-03");
        values.put("organization", "Ex; ample, Ltd " + "é".repeat(100));
        values.put("organization-title", "Nurse");
        values.put("nickname", "Annie");
        values.put("url", "https://example.org");
        values.put("language", "de");
        values.put("sex", "female");
        values.put("impp", "xmpp:ana@example.org");
        StrictVcard card = export(values);
        assertThat(card.value("VERSION")).isEqualTo("4.0");
        assertThat(card.text("FN")).isEqualTo("Ana María Silva; Ltd, \\ & co");
        assertThat(card.components("N")).startsWith("Silva", "Ana", "").hasSize(5);
        assertThat(card.value("TEL")).isEqualTo("tel:+493411234567");
        assertThat(card.parameters("TEL")).containsEntry("VALUE", "uri");
        assertThat(card.text("EMAIL")).isEqualTo("ana@example.org");
        assertThat(card.components("ADR"))
                .containsExactly("", "", "Hauptstraße 12; rear, left|2nd floor", "Leipzig", "", "04275", "Germany");
        assertThat(card.value("BDAY")).isEqualTo("19900503");
        assertThat(card.components("ORG").getFirst()).isEqualTo(values.get("organization"));
        assertThat(card.text("TITLE")).isEqualTo("Nurse");
        assertThat(card.text("NICKNAME")).isEqualTo("Annie");
        assertThat(card.value("URL")).isEqualTo("https://example.org");
        assertThat(card.value("LANG")).isEqualTo("de");
        assertThat(card.value("GENDER")).isEqualTo("F");
        assertThat(card.value("IMPP")).isEqualTo("xmpp:ana@example.org");
    }

    @Test
    void alwaysHasANameToShow() {
        assertThat(export(Map.of("email", "ana@example.org")).text("FN")).isEqualTo("ana@example.org");
        assertThat(export(Map.of("postal-code", "04275")).text("FN")).isEqualTo("Me");
        assertThat(export(Map.of("name", "Ana Silva")).components("N")).startsWith("Silva", "Ana");
    }

    @Property(tries = 200)
    void keepsAnyText(@ForAll @NotBlank @CharRange(from = ' ', to = '\uD7FF') String text) {
        String kept = FieldRules.normalise(
                "nickname",
                text.substring(0, Math.min(text.length(), 300)),
                new FieldRules.Known(Optional.empty(), java.time.LocalDate.EPOCH));
        if (kept.isEmpty()) return;
        StrictVcard card = export(Map.of("nickname", kept, "organization-title", kept));
        assertThat(card.text("TITLE")).isEqualTo(kept);
        assertThat(card.text("NICKNAME")).isEqualTo(kept);
    }
}
