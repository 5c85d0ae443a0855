package keepsake.app.ui.text;

import java.util.Locale;

/// Amounts of data for a person.
public final class Sizes {
    private static final double KILO = 1000;

    private Sizes() {}

    /// `940 kB`, `386 MB`, `1.1 GB`: decimal units, as shops and file managers show them.
    public static String bytes(long bytes) {
        if (bytes >= KILO * KILO * KILO) return String.format(Locale.ENGLISH, "%.1f GB", bytes / (KILO * KILO * KILO));
        if (bytes >= KILO * KILO) return String.format(Locale.ENGLISH, "%.0f MB", bytes / (KILO * KILO));
        return String.format(Locale.ENGLISH, "%.0f kB", Math.ceil(bytes / KILO));
    }

    /// `1,200 MiB`.
    public static String mib(double mib) {
        return String.format(Locale.ENGLISH, "%,.0f MiB", mib);
    }
}
