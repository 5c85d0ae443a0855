package keepsake.memory.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keepsake.memory.Identity.Field;
import keepsake.memory.Identity.Status;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Against the structure that Bitwarden documents for importing:
/// <https://bitwarden.com/help/condition-bitwarden-import/>.
class BitwardenExportTest {
    private static JsonNode export(Map<String, String> values) {
        List<Field> fields = new ArrayList<>();
        values.forEach((name, value) -> fields.add(new Field(name, value, Status.CONFIRMED, Optional.empty())));
        return new ObjectMapper()
                .readTree(BitwardenExport.of(fields, Instant.EPOCH).text());
    }

    @Test
    void isWhatTheImporterReads() {
        JsonNode export = export(Map.of(
                "name", "Dr. Ana María da Silva",
                "email", "ana@example.org",
                "tel", "+493411234567",
                "street-address", "Hauptstraße 12\n2nd floor",
                "address-level2", "Leipzig",
                "postal-code", "04275",
                "country", "DE",
                "bday", "1990-05-03",
                "organization", "Ex \"ample\" Ltd"));
        assertThat(export.propertyNames()).containsExactly("encrypted", "folders", "items");
        assertThat(export.get("encrypted").isBoolean()).isTrue();
        assertThat(export.get("encrypted").asBoolean()).isFalse();
        assertThat(export.get("folders").isEmpty()).isTrue();
        assertThat(export.get("items").size()).isEqualTo(1);
        JsonNode item = export.get("items").get(0);
        assertThat(item.get("type").asInt()).isEqualTo(4);
        assertThat(item.get("name").asString()).isEqualTo("Dr. Ana María da Silva");
        assertThat(item.get("favorite").isBoolean()).isTrue();
        assertThat(item.propertyNames())
                .contains("id", "organizationId", "folderId", "collectionIds", "notes", "reprompt", "fields");
        JsonNode identity = item.get("identity");
        assertThat(identity.propertyNames())
                .containsExactly(
                        "title",
                        "firstName",
                        "middleName",
                        "lastName",
                        "address1",
                        "address2",
                        "address3",
                        "city",
                        "state",
                        "postalCode",
                        "country",
                        "company",
                        "email",
                        "phone",
                        "ssn",
                        "username",
                        "passportNumber",
                        "licenseNumber");
        assertThat(identity.get("title").asString()).isEqualTo("Dr.");
        assertThat(identity.get("firstName").asString()).isEqualTo("Ana");
        assertThat(identity.get("middleName").asString()).isEqualTo("María");
        assertThat(identity.get("lastName").asString()).isEqualTo("da Silva");
        assertThat(identity.get("address1").asString()).isEqualTo("Hauptstraße 12");
        assertThat(identity.get("address2").asString()).isEqualTo("2nd floor");
        assertThat(identity.get("address3").isNull()).isTrue();
        assertThat(identity.get("city").asString()).isEqualTo("Leipzig");
        assertThat(identity.get("company").asString()).isEqualTo("Ex \"ample\" Ltd");
        assertThat(identity.get("phone").asString()).isEqualTo("+493411234567");
        assertThat(item.get("fields").size()).isEqualTo(1);
        JsonNode birthday = item.get("fields").get(0);
        assertThat(birthday.get("name").asString()).isEqualTo("Birthday");
        assertThat(birthday.get("value").asString()).isEqualTo("1990-05-03");
        assertThat(birthday.get("type").asInt()).isZero();
    }

    @Test
    void losesNoField() {
        for (var name : AutofillNames.ALL) {
            String text = export(Map.of(name.name(), "val-" + name.name())).toString();
            assertThat(text).as(name.name()).contains("val-" + name.name());
        }
    }

    @Test
    void splitsNames() {
        assertThat(PersonName.split("Ana")).isEqualTo(new PersonName("", "Ana", "", "", ""));
        assertThat(PersonName.split("Silva, Ana María")).isEqualTo(new PersonName("", "Ana", "María", "Silva", ""));
        assertThat(PersonName.split("Ludwig van der Berg"))
                .isEqualTo(new PersonName("", "Ludwig", "", "van der Berg", ""));
        assertThat(PersonName.split("John Smith, Jr.")).isEqualTo(new PersonName("", "John", "", "Smith", "Jr."));
        assertThat(PersonName.split("")).isEqualTo(new PersonName("", "", "", "", ""));
        assertThat(PersonName.of(Map.of("name", "Ana Silva", "given-name", "Anna"))
                        .family())
                .isEmpty();
    }
}
