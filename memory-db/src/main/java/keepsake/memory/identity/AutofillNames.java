package keepsake.memory.identity;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import keepsake.memory.Identity.FieldName;
import keepsake.memory.MemoryException;
import keepsake.memory.MemoryException.Reason;

/// The WHATWG autofill names of a person, in the order a form asks for them.
/// <https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#autofill-field>
final class AutofillNames {
    static final List<FieldName> ALL = List.of(
            field("name", "Full name", "Name", "Ana María Silva"),
            field("honorific-prefix", "Title", "Name", "Dr."),
            field("given-name", "First name", "Name", "Ana"),
            field("additional-name", "Middle name", "Name", "María"),
            field("family-name", "Last name", "Name", "Silva"),
            field("honorific-suffix", "Suffix", "Name", "Jr."),
            field("nickname", "Nickname", "Name", "Annie"),
            field("username", "User name", "Name", "ana.silva"),
            field("email", "E-mail", "Contact", "ana@example.org"),
            field("tel", "Phone", "Contact", "+49 341 1234567"),
            field("impp", "Chat address", "Contact", "xmpp:ana@example.org"),
            field("url", "Web page", "Contact", "https://example.org"),
            field("street-address", "Street and number", "Address", "Hauptstraße 12"),
            field("address-line1", "Address line 1", "Address", "Hauptstraße 12"),
            field("address-line2", "Address line 2", "Address", "2nd floor"),
            field("address-line3", "Address line 3", "Address", "c/o Berger"),
            field("address-level4", "Block", "Address", "Block 4"),
            field("address-level3", "District", "Address", "Südvorstadt"),
            field("postal-code", "Postal code", "Address", "04275"),
            field("address-level2", "City", "Address", "Leipzig"),
            field("address-level1", "State or region", "Address", "Saxony"),
            field("country", "Country", "Address", "DE"),
            field("country-name", "Country as written on letters", "Address", "Germany"),
            field("organization", "Company", "Work", "Example Ltd"),
            field("organization-title", "Job title", "Work", "Nurse"),
            field("bday", "Birthday", "Other", "1990-05-03"),
            field("sex", "Gender", "Other", "female"),
            field("language", "Language", "Other", "de"));

    private static final Map<String, FieldName> BY_NAME =
            ALL.stream().collect(Collectors.toMap(FieldName::name, Function.identity()));

    private AutofillNames() {}

    static FieldName require(String name) {
        FieldName known = BY_NAME.get(name);
        if (known == null) {
            throw new MemoryException(
                    Reason.BAD_INPUT,
                    "'" + name + "' is no autofill name, so nothing was changed. Names are for example given-name,"
                            + " email, tel, street-address, address-level2 (city), postal-code, country.");
        }
        return known;
    }

    private static FieldName field(String name, String label, String group, String hint) {
        return new FieldName(name, label, group, hint);
    }
}
