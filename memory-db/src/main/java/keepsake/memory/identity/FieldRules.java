package keepsake.memory.identity;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import keepsake.memory.MemoryException;
import keepsake.memory.MemoryException.Reason;
import keepsake.memory.text.Words;

/// What each field takes, and the form it is kept in.
final class FieldRules {
    private static final int LONGEST = 500;

    /// The `email` input's own pattern, with a dot in the domain: addresses without one work on no form.
    private static final Pattern EMAIL = Pattern.compile(
            "[\\w.!#$%&'*+/=?^`{|}~\\-\\u0080-\\uFFFF]+@"
                    + "[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]*[\\p{L}\\p{N}])?(?:\\.[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]*[\\p{L}\\p{N}])?)+");

    private FieldRules() {}

    /// @param region country of the user, ISO 3166 alpha-2, for phone numbers without a country code
    /// @param today  no birthday is later
    record Known(Optional<String> region, LocalDate today) {}

    /// The value in the form it is kept in.
    ///
    /// @throws MemoryException with what is expected
    static String normalise(String name, String typed, Known known) {
        String value = tidy(name, typed);
        if (value.length() > LONGEST) {
            throw bad("That is too long for " + label(name) + " (" + LONGEST + " characters at most).");
        }
        return switch (name) {
            case "email" -> email(value);
            case "tel" -> tel(value, known.region());
            case "bday" -> birthday(value, known.today());
            case "country" ->
                Countries.code(value)
                        .orElseThrow(
                                () -> bad("'" + value + "' is no country Keepsake knows. Type its name in English or"
                                        + " its two-letter code, for example Germany or DE."));
            case "url" -> url(value);
            case "impp" -> chatAddress(value);
            case "language" -> language(value);
            default -> value;
        };
    }

    private static String tidy(String name, String typed) {
        String whole = Words.wellFormed(typed);
        if (!name.equals("street-address")) return oneLine(whole);
        return whole.lines()
                .map(FieldRules::oneLine)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    }

    private static String email(String value) {
        String address = value.regionMatches(true, 0, "mailto:", 0, 7) ? value.substring(7) : value;
        if (!EMAIL.matcher(address).matches()) {
            throw bad("'" + value + "' is no e-mail address. One looks like ana@example.org.");
        }
        return address;
    }

    private static String tel(String value, Optional<String> region) {
        PhoneNumberUtil phones = PhoneNumberUtil.getInstance();
        String digits = value.regionMatches(true, 0, "tel:", 0, 4) ? value.substring(4) : value;
        try {
            // The parser also reads numbers out of words ("1800 FLOWERS"); a person types digits.
            if (digits.chars().anyMatch(Character::isLetter)) throw noPhone(value);
            PhoneNumber number = phones.parse(digits, region.orElse("ZZ"));
            if (!phones.isPossibleNumber(number)) throw noPhone(value);
            return phones.format(number, PhoneNumberFormat.E164);
        } catch (NumberParseException e) {
            if (e.getErrorType() == NumberParseException.ErrorType.INVALID_COUNTRY_CODE) {
                throw bad("Type the phone number with its country code, for example +49 341 1234567, or set the country"
                        + " first.");
            }
            throw noPhone(value);
        }
    }

    private static MemoryException noPhone(String value) {
        return bad("'" + value + "' is no phone number. One looks like +49 341 1234567.");
    }

    private static String birthday(String value, LocalDate today) {
        LocalDate date = Dates.parse(value)
                .orElseThrow(() ->
                        bad("'" + value + "' is no date with a year. Type a birthday like 1990-05-03 or 3 May 1990."));
        if (date.isAfter(today) || date.isBefore(today.minusYears(150))) {
            throw bad("Nobody who is alive was born on " + date + ". Check the year.");
        }
        return date.toString();
    }

    private static String url(String value) {
        String address = value.matches("(?i)[a-z][a-z0-9+.-]*:.*") ? value : "https://" + value;
        Optional<URI> uri = uri(address);
        boolean web =
                uri.map(URI::getScheme).filter(s -> s.matches("(?i)https?")).isPresent();
        if (!web || uri.map(URI::getHost).filter(host -> host.contains(".")).isEmpty()) {
            throw bad("'" + value + "' is no web address. One looks like https://example.org.");
        }
        return address;
    }

    private static String chatAddress(String value) {
        if (uri(value).map(URI::getScheme).isEmpty()) {
            throw bad("'" + value + "' is no chat address. One looks like xmpp:ana@example.org.");
        }
        return value;
    }

    private static Optional<URI> uri(String value) {
        try {
            return Optional.of(new URI(value));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static String language(String value) {
        for (String language : Locale.getISOLanguages()) {
            Locale locale = Locale.of(language);
            List<String> names = List.of(locale.getDisplayLanguage(Locale.ENGLISH), locale.getDisplayLanguage(locale));
            if (names.stream().anyMatch(value::equalsIgnoreCase)) return language;
        }
        try {
            Locale locale = new Locale.Builder().setLanguageTag(value).build();
            if (Arrays.asList(Locale.getISOLanguages()).contains(locale.getLanguage())) return locale.toLanguageTag();
        } catch (IllformedLocaleException notATag) {
            // Said below.
        }
        throw bad(
                "'" + value + "' is no language Keepsake knows. Type its name in English or its code, for example de.");
    }

    private static String label(String name) {
        return AutofillNames.require(name).label();
    }

    private static MemoryException bad(String sentence) {
        return new MemoryException(Reason.BAD_INPUT, sentence + " Nothing was changed.");
    }
}
