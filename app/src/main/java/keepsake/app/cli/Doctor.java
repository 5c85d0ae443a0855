package keepsake.app.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import keepsake.app.home.Home;
import keepsake.app.home.Keepsake;
import keepsake.app.home.KeepsakeHome;
import keepsake.memory.Embedding;
import keepsake.memory.Memory.Health;
import keepsake.memory.MemoryException;
import keepsake.runtime.catalogue.InstalledModel;
import keepsake.runtime.host.HostedOptimisation;
import keepsake.runtime.saved.SavedFolder;
import keepsake.runtime.sidecar.Sidecar;

/// Looks at everything Keepsake needs, and changes nothing but what opening it changes.
final class Doctor {
    private static final long MIB = 1 << 20;
    private static final long LITTLE_DISK_MIB = 500;

    private final KeepsakeHome.Parts parts;

    Doctor(KeepsakeHome.Parts parts) {
        this.parts = parts;
    }

    /// @param check one word for scripts
    /// @param text  a plain sentence
    record Finding(String check, boolean ok, String text) {}

    /// @param findings what was found, the following included
    /// @param ramFreeMib what programs can still get, as far as the system tells
    record Examination(
            List<Finding> findings,
            Health memory,
            Finding streaming,
            Finding fallback,
            OptionalLong diskFree,
            long ramTotalMib,
            long ramFreeMib) {
        /// A missing engine is no fault while the other one is there.
        boolean ok() {
            return findings.stream()
                            .filter(finding -> !finding.check().startsWith("engine_"))
                            .allMatch(Finding::ok)
                    && (streaming.ok() || fallback.ok());
        }

        Optional<Long> diskFreeMib() {
            return diskFree.isPresent() ? Optional.of(diskFree.getAsLong()) : Optional.empty();
        }
    }

    Examination examine(Path home) {
        List<Finding> findings = new ArrayList<>();
        findings.add(new Finding("home", true, "Keepsake's folder is " + home + "; it can be written."));
        Health memory = memory(home, findings);
        SavedFolder.at(new Home(home).cache())
                .problem()
                .ifPresent(text -> findings.add(new Finding("cache", true, text)));
        OptionalLong disk = disk(home, findings);
        Finding streaming = NativeChecks.streaming();
        Finding fallback = NativeChecks.fallback();
        findings.add(streaming);
        findings.add(fallback);
        var system = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
        return new Examination(
                List.copyOf(findings),
                memory,
                streaming,
                fallback,
                disk,
                system.getTotalMemorySize() / MIB,
                system.getFreeMemorySize() / MIB);
    }

    private Health memory(Path home, List<Finding> findings) {
        try (Keepsake keepsake = KeepsakeHome.open(new Home(home), parts, Optional.empty())) {
            Health health = keepsake.memory().check();
            health.findings().forEach(text -> findings.add(new Finding("memory", health.ok(), text)));
            keepsake.settings().notice().ifPresent(text -> findings.add(new Finding("settings", false, text)));
            findings.add(embedding(keepsake));
            findings.add(models(keepsake));
            keepsake.models().list().forEach(model -> optimised(model).ifPresent(findings::add));
            return health;
        } catch (MemoryException problem) {
            String text = Optional.ofNullable(problem.getMessage()).orElse("The memory cannot be opened.");
            findings.add(new Finding("memory", false, text));
            return new Health(false, List.of(text));
        }
    }

    /// The model is not loaded for this: which one it is, and how far it is.
    private static Finding embedding(Keepsake keepsake) {
        Optional<String> problem = keepsake.settings().embedding().problem();
        if (problem.isPresent()) return new Finding("embedding", false, problem.get());
        Embedding embedding = keepsake.memory().embedding();
        if (embedding.model().isEmpty()) {
            return new Finding("embedding", true, "There is no embedding model: memories are found by their words.");
        }
        Embedding.Progress progress = embedding.progress();
        return new Finding(
                "embedding",
                true,
                "The embedding model is " + embedding.model().get() + "; " + progress.done() + " of " + progress.total()
                        + " messages and facts are embedded."
                        + (progress.complete() ? "" : " The window or 'keepsake embed' does the rest."));
    }

    private static Finding models(Keepsake keepsake) {
        List<InstalledModel> models = keepsake.models().list();
        String unreadable = String.join(
                ", ",
                models.stream()
                        .filter(model -> model.architecture().equals("unreadable"))
                        .map(InstalledModel::id)
                        .toList());
        if (!unreadable.isEmpty()) {
            return new Finding(
                    "models",
                    false,
                    "These model files cannot be used: " + unreadable
                            + ". Run 'keepsake model check FILE' to see why.");
        }
        return new Finding(
                "models",
                true,
                switch (models.size()) {
                    case 0 -> "There is no model yet; 'keepsake model get starter' gets one.";
                    case 1 -> "There is one model: " + models.getFirst().id() + ".";
                    default -> "There are " + models.size() + " models.";
                });
    }

    /// A file with optimised experts that is ignored; no fault, because the model runs without it.
    private static Optional<Finding> optimised(InstalledModel model) {
        return HostedOptimisation.look(model.path()) instanceof Sidecar.State.Unusable(String reason)
                ? Optional.of(new Finding("optimised", true, model.id() + ": " + reason))
                : Optional.empty();
    }

    private static OptionalLong disk(Path home, List<Finding> findings) {
        try {
            long free = Files.getFileStore(home).getUsableSpace() / MIB;
            if (free < LITTLE_DISK_MIB) {
                findings.add(new Finding(
                        "disk",
                        false,
                        "Only " + free + " MiB of disk space are free; make room so that messages can be kept."));
            }
            return OptionalLong.of(free);
        } catch (IOException unknown) {
            findings.add(new Finding("disk", false, "The free disk space cannot be told; is the disk still there?"));
            return OptionalLong.empty();
        }
    }

    static String java() {
        return Runtime.version() + " (" + System.getProperty("java.vendor", "unknown") + ")";
    }

    static String platform() {
        return System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                + System.getProperty("os.arch");
    }
}
