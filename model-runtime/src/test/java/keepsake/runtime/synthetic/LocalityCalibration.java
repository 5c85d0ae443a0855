package keepsake.runtime.synthetic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.StopSignal;
import keepsake.runtime.synthetic.SyntheticFile.Existing;

/// Measures what the dial does: `LocalityCalibration FOLDER SHAPE BYTES DIAL…` prints, per dial, the hit rates of
/// least-recently-used caches of several sizes. docs/decisions/0085 has its numbers.
final class LocalityCalibration {
    private static final int TOKENS = 500;
    private static final int WARM = 100;

    private LocalityCalibration() {}

    public static void main(String[] arguments) throws IOException, EngineException {
        SyntheticShape shape = SyntheticShape.of(arguments[1]).orElseThrow();
        for (String dial : List.of(arguments).subList(3, arguments.length)) {
            SyntheticModel model = SyntheticFile.fit(
                    shape, Long.parseLong(arguments[2]), shape.usualType(), Double.parseDouble(dial), 1);
            Path file = Path.of(arguments[0], "calibration-" + shape.id() + "-" + dial + ".gguf");
            try {
                SyntheticFile.write(model, file, Existing.REPLACE, (done, total) -> {}, new StopSignal());
                RecordedRouting routing = RecordedRouting.of(file, tokens(), 2);
                System.out.println(line(model, routing));
            } finally {
                Files.deleteIfExists(file);
            }
        }
    }

    private static int[] tokens() {
        return new SplittableRandom(7)
                .ints(TOKENS, 0, new SmallVocabulary().size())
                .toArray();
    }

    private static String line(SyntheticModel model, RecordedRouting routing) {
        String shares = List.of(0.125, 0.25, 0.375, 0.5).stream()
                .map(share -> "%.3f at %.0f"
                        .formatted(
                                routing.hitRate((int) Math.round(share * model.experts()), WARM),
                                share * model.experts()))
                .collect(Collectors.joining(", "));
        String layers = routing.hitRates(Math.round(0.375f * model.experts()), WARM).stream()
                .map(rate -> String.format(Locale.ENGLISH, "%.2f", rate))
                .collect(Collectors.joining(" "));
        return "%s %d layers %d/%d of %d width %d/%d dial %.3f: repeated %.3f; LRU %s slots of each layer; layers at 0.375: %s"
                .formatted(
                        model.shape().id(),
                        model.layers(),
                        model.expertsUsed(),
                        model.experts(),
                        model.experts(),
                        model.embedding(),
                        model.expertWidth(),
                        model.locality(),
                        routing.repeated(),
                        shares,
                        layers);
    }
}
