package keepsake.runtime.synthetic;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The dial for how local the routing of a synthetic model is, and its settings that were calibrated.
public final class Locality {
    /// Where a cache that evicts the least recently used expert hits as often as published for the real model;
    /// docs/decisions/0085 has the measurements.
    private static final Map<String, Double> NAMED = new TreeMap<>(Map.of("olmoe", 0.505, "qwen3", 0.55));

    private Locality() {}

    /// A number from 0 to 1, or a name.
    public static Optional<Double> of(String text) {
        if (NAMED.containsKey(text)) return Optional.of(NAMED.get(text));
        try {
            double dial = Double.parseDouble(text);
            return dial >= 0 && dial <= 1 ? Optional.of(dial) : Optional.empty();
        } catch (NumberFormatException noNumber) {
            return Optional.empty();
        }
    }

    /// The names, for people.
    public static String names() {
        return String.join(", ", NAMED.keySet());
    }
}
