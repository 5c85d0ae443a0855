package keepsake.memory.identity;

import ezvcard.Ezvcard;
import ezvcard.VCard;
import ezvcard.VCardVersion;
import ezvcard.property.Address;
import ezvcard.property.Birthday;
import ezvcard.property.Gender;
import ezvcard.property.Impp;
import ezvcard.property.Language;
import ezvcard.property.StructuredName;
import ezvcard.property.Telephone;
import ezvcard.util.TelUri;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import keepsake.memory.Identity.Field;
import keepsake.memory.Identity.Format;
import keepsake.memory.Identity.Preview;

/// A vCard 4.0 (RFC 6350) of the confirmed fields. A user name has no place in one and stays out.
final class VcardExport {
    private final Map<String, String> values = new LinkedHashMap<>();
    private final VCard card = new VCard();

    private VcardExport(List<Field> fields) {
        for (Field field : fields) values.put(field.name(), field.value());
    }

    static Preview of(List<Field> fields) {
        // Address lines are the street address, line by line; a card has room for one of the two.
        boolean lines = fields.stream().anyMatch(field -> field.name().startsWith("address-line"));
        List<Field> placed = fields.stream()
                .filter(field -> !field.name().equals("username"))
                .filter(field -> !(lines && field.name().equals("street-address")))
                .toList();
        VcardExport export = new VcardExport(placed);
        export.fill();
        String text = Ezvcard.write(export.card)
                .version(VCardVersion.V4_0)
                .prodId(false)
                .go();
        return new Preview(Format.VCARD, placed, text, "identity.vcf");
    }

    private void fill() {
        PersonName name = PersonName.of(values);
        card.setFormattedName(shownName(name));
        if (!name.spoken().isEmpty()) card.setStructuredName(structured(name));
        with("nickname", nickname -> card.setNickname(nickname));
        with("bday", date -> card.setBirthday(new Birthday(LocalDate.parse(date))));
        with("sex", sex -> card.setGender(gender(sex)));
        address().ifPresent(card::addAddress);
        with("tel", tel -> card.addTelephoneNumber(new Telephone(new TelUri.Builder(tel).build())));
        with("email", email -> card.addEmail(email));
        with("impp", impp -> card.addImpp(new Impp(impp)));
        with("language", language -> card.addLanguage(new Language(language)));
        with("url", url -> card.addUrl(url));
        with("organization", organization -> card.setOrganization(organization));
        with("organization-title", title -> card.addTitle(title));
    }

    private void with(String field, Consumer<String> use) {
        String value = values.get(field);
        if (value != null) use.accept(value);
    }

    /// A vCard must have a name to show.
    private String shownName(PersonName name) {
        return Stream.of(
                        values.get("name"),
                        name.spoken(),
                        values.get("nickname"),
                        values.get("organization"),
                        values.get("email"),
                        values.get("tel"))
                .filter(Objects::nonNull)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("Me");
    }

    private static StructuredName structured(PersonName name) {
        StructuredName structured = new StructuredName();
        if (!name.family().isEmpty()) structured.setFamily(name.family());
        if (!name.given().isEmpty()) structured.setGiven(name.given());
        if (!name.additional().isEmpty()) structured.getAdditionalNames().add(name.additional());
        if (!name.prefix().isEmpty()) structured.getPrefixes().add(name.prefix());
        if (!name.suffix().isEmpty()) structured.getSuffixes().add(name.suffix());
        return structured;
    }

    private static Gender gender(String sex) {
        return switch (sex.toLowerCase(Locale.ROOT)) {
            case "male", "m", "man", "männlich" -> Gender.male();
            case "female", "f", "w", "woman", "weiblich" -> Gender.female();
            default -> {
                Gender other = Gender.other();
                other.setText(sex);
                yield other;
            }
        };
    }

    private Optional<Address> address() {
        Address address = new Address();
        List<String> lines = Stream.of("address-line1", "address-line2", "address-line3")
                .flatMap(line -> Stream.ofNullable(values.get(line)))
                .toList();
        if (lines.isEmpty()) {
            lines = values.getOrDefault("street-address", "").lines().toList();
        }
        address.getStreetAddresses().addAll(lines);
        with("address-level4", level -> address.getExtendedAddresses().add(level));
        with("address-level3", level -> address.getExtendedAddresses().add(level));
        with("address-level2", address::setLocality);
        with("address-level1", address::setRegion);
        with("postal-code", address::setPostalCode);
        Optional<String> country = Optional.ofNullable(values.get("country-name"))
                .or(() -> Optional.ofNullable(values.get("country")).map(Countries::name));
        country.ifPresent(address::setCountry);
        boolean any = !lines.isEmpty()
                || country.isPresent()
                || values.keySet().stream().anyMatch(VcardExport::ofAddress);
        return any ? Optional.of(address) : Optional.empty();
    }

    private static boolean ofAddress(String field) {
        return field.startsWith("address-") || field.equals("postal-code");
    }
}
