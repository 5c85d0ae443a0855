package keepsake.app.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import keepsake.runtime.engine.StopSignal;
import keepsake.runtime.gguf.GgmlType;
import keepsake.runtime.synthetic.Locality;
import keepsake.runtime.synthetic.SyntheticFile;
import keepsake.runtime.synthetic.SyntheticFile.Existing;
import keepsake.runtime.synthetic.SyntheticModel;
import keepsake.runtime.synthetic.SyntheticShape;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "make-model",
        description = "Writes a model with random weights for measuring: the proportions of a real one, in any size.")
final class BenchMakeModel implements Callable<Integer> {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,3})?)([kKmMgG]?)");
    private static final double MIB = 1 << 20;

    private final Surroundings around;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "the GGUF file to write")
    private Path out;

    @Option(
            names = "--shape",
            required = true,
            paramLabel = "olmoe|qwen3moe|gptoss|qwen2moe",
            description = "whose proportions")
    private String shape;

    @Option(
            names = "--size",
            required = true,
            paramLabel = "BYTES",
            description = "2 MB to 20 GB, for example 300M or 4G (M and G are millions and billions)")
    private String size;

    @Option(
            names = "--type",
            paramLabel = "q4_k|q6_k|q8_0|mxfp4",
            description = "how experts are stored (default: q4_k; mxfp4 for gptoss)")
    private @Nullable String type;

    @Option(
            names = "--locality",
            required = true,
            paramLabel = "D",
            description = "0: tokens route as they like, 1: all alike; or olmoe, qwen3: as measured on those models")
    private String locality;

    @Option(names = "--seed", paramLabel = "S", description = "of the weights (default: 1)")
    private long seed = 1;

    @Option(names = "--force", description = "replaces a file that is there")
    private boolean force;

    @Option(names = "--json", description = "one JSON object")
    private boolean json;

    BenchMakeModel(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        SyntheticShape wanted = SyntheticShape.of(shape)
                .orElseThrow(() -> CommandProblem.badInput("There is no shape '" + shape + "'. Use one of "
                        + Arrays.stream(SyntheticShape.values())
                                .map(SyntheticShape::id)
                                .collect(Collectors.joining(", "))
                        + "."));
        double dial = Locality.of(locality)
                .orElseThrow(() -> CommandProblem.badInput("'" + locality
                        + "' is no locality. Give a number from 0 to 1, or one of " + Locality.names() + "."));
        SyntheticModel model = SyntheticFile.fit(wanted, bytes(), type(wanted), dial, seed);
        write(model);
        if (json) around.out().println(Json.text(fields(model).values()));
        else around.out().println(sentence(model));
        return ExitStatus.OK;
    }

    private long bytes() {
        Matcher parts = SIZE.matcher(size);
        double bytes = -1;
        if (parts.matches()) {
            bytes = Double.parseDouble(parts.group(1))
                    * switch (parts.group(2).toLowerCase(Locale.ROOT)) {
                        case "k" -> 1e3;
                        case "m" -> 1e6;
                        case "g" -> 1e9;
                        default -> 1;
                    };
        }
        if (bytes < SyntheticFile.LEAST || bytes > SyntheticFile.MOST) {
            throw CommandProblem.badInput(
                    "'" + size + "' is no size from 2 MB to 20 GB. Give bytes, or a number with M or G.");
        }
        return Math.round(bytes);
    }

    private GgmlType type(SyntheticShape wanted) {
        if (type == null) return wanted.usualType();
        return SyntheticFile.TYPES.stream()
                .filter(known -> known.name().equalsIgnoreCase(type))
                .findFirst()
                .orElseThrow(() ->
                        CommandProblem.badInput("There is no type '" + type + "'. Use q4_k, q6_k, q8_0 or mxfp4."));
    }

    private void write(SyntheticModel model) {
        Progress progress = new Progress(around);
        StopSignal stop = new StopSignal();
        try (Interrupts _ = Interrupts.raising(stop)) {
            boolean whole = SyntheticFile.write(
                    model,
                    out,
                    force ? Existing.REPLACE : Existing.KEEP,
                    (done, total) -> progress.show(String.format(
                            Locale.ENGLISH, "writing %s, %.0f %%", Prose.size(total), 100.0 * done / total)),
                    stop);
            if (!whole) throw CommandProblem.stopped("Stopped. The part that was written is removed.");
        } catch (FileAlreadyExistsException there) {
            throw CommandProblem.badInput(
                    out + " is there already and was left as it is. Give another file, or --force.");
        } catch (FileSystemException refused) {
            throw failed(Optional.ofNullable(refused.getReason()).orElse("the system refused"));
        } catch (IOException refused) {
            throw failed(Optional.ofNullable(refused.getMessage()).orElse("the system refused"));
        } finally {
            progress.clear();
        }
    }

    private CommandProblem failed(String reason) {
        return CommandProblem.failed(out + " could not be written: " + reason + ". Nothing is left of it.");
    }

    private long fileBytes() {
        try {
            return Files.size(out);
        } catch (IOException gone) {
            throw CommandProblem.failed(out + " was written and is gone. Write it again.");
        }
    }

    private Json.Fields fields(SyntheticModel model) {
        return new Json.Fields()
                .with("path", out.toString())
                .with("file_bytes", fileBytes())
                .with("shape", model.shape().id())
                .with("architecture", model.shape().architecture())
                .with("type", model.type().name())
                .with("layers", model.layers())
                .with("embedding", model.embedding())
                .with("expert_width", model.expertWidth())
                .with("experts", model.experts())
                .with("experts_used", model.expertsUsed())
                .with("expert_mib", model.expertBytes() / MIB)
                .with("locality", model.locality())
                .with("seed", model.seed());
    }

    private String sentence(SyntheticModel model) {
        return String.format(
                Locale.ENGLISH,
                "%s: %s, %s, %d layers of %d experts (%d used, %.2f MiB each), width %d and %d, %s, locality %.3f, seed %d",
                out,
                Prose.size(fileBytes()),
                model.shape().architecture(),
                model.layers(),
                model.experts(),
                model.expertsUsed(),
                model.expertBytes() / MIB,
                model.embedding(),
                model.expertWidth(),
                model.type(),
                model.locality(),
                model.seed());
    }
}
