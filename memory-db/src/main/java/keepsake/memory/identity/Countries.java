package keepsake.memory.identity;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import keepsake.memory.text.Words;

/// Countries by code and by name (English, German, and the country's own languages as Java knows them).
final class Countries {
    private static final Map<String, String> CODES = codes();

    private Countries() {}

    /// The ISO 3166 alpha-2 code for a code or a name.
    static Optional<String> code(String country) {
        return Optional.ofNullable(CODES.get(Words.key(country)));
    }

    /// The English name for a code.
    static String name(String code) {
        return Locale.of("", code).getDisplayCountry(Locale.ENGLISH);
    }

    private static Map<String, String> codes() {
        Map<String, String> codes = new HashMap<>();
        for (Locale locale : Locale.getAvailableLocales()) {
            String code = locale.getCountry();
            if (code.length() == 2) codes.putIfAbsent(Words.key(locale.getDisplayCountry(locale)), code);
        }
        for (String code : Locale.getISOCountries()) {
            Locale country = Locale.of("", code);
            codes.put(Words.key(country.getDisplayCountry(Locale.GERMAN)), code);
            codes.put(Words.key(country.getDisplayCountry(Locale.ENGLISH)), code);
            codes.put(Words.key(country.getISO3Country()), code);
            codes.put(Words.key(code), code);
        }
        codes.put("uk", "GB");
        codes.put("great britain", "GB");
        codes.put("england", "GB");
        codes.put("scotland", "GB");
        codes.put("wales", "GB");
        codes.put("united states of america", "US");
        codes.put("the united states", "US");
        codes.put("the us", "US");
        codes.put("the usa", "US");
        codes.put("the uk", "GB");
        codes.put("the netherlands", "NL");
        codes.put("holland", "NL");
        codes.put("turkey", "TR");
        codes.put("czech republic", "CZ");
        codes.remove("");
        return Map.copyOf(codes);
    }
}
