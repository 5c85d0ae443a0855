package keepsake.runtime.host;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.StopSignal;
import keepsake.runtime.sidecar.Sidecar;
import keepsake.runtime.sidecar.SidecarLayout;
import keepsake.runtime.sidecar.SidecarWriter;
import keepsake.runtime.sidecar.SidecarWriter.Listener;
import keepsake.runtime.sidecar.SidecarWriter.Outcome;
import keepsake.runtime.sidecar.SidecarWriter.Stage;

/// “Optimise for this computer”, in a process of its own, because it needs llama.cpp's libraries. Threads: any; a call
/// blocks.
public final class HostedOptimisation {
    private HostedOptimisation() {}

    /// The file that is made for a model.
    public static Path file(Path model) {
        return SidecarLayout.fileFor(model);
    }

    /// Whether a model has a usable file. Starts a process only where there is a file at all.
    public static Sidecar.State look(Path model) {
        if (!Files.exists(file(model))) return new Sidecar.State.Absent();
        try {
            String[] said = converse("look", model, (stage, done, total) -> {}, new StopSignal());
            return switch (said[0]) {
                case "ready" -> new Sidecar.State.Ready(Long.parseLong(said[1]));
                case "absent" -> new Sidecar.State.Absent();
                default -> new Sidecar.State.Unusable(said[1]);
            };
        } catch (EngineException e) {
            return new Sidecar.State.Unusable(
                    Optional.ofNullable(e.getMessage()).orElse("It cannot be used here."));
        }
    }

    /// Makes the file, or goes on where an earlier call was stopped. Already made, it returns soon.
    ///
    /// @throws EngineException when the model has no experts, there is too little room, or the drive fails
    public static Outcome write(Path model, Listener listener, StopSignal stop) throws EngineException {
        String[] said = converse("write", model, listener, stop);
        return said[0].equals("ready") ? Outcome.DONE : Outcome.STOPPED;
    }

    /// Reads the file and compares it with its checksums.
    ///
    /// @return the number of damaged experts
    public static int damagedExperts(Path model, StopSignal stop) throws EngineException {
        return Integer.parseInt(converse("check", model, (stage, done, total) -> {}, stop)[1]);
    }

    /// Deletes the file, also one that is not finished or of no use. The model stays as it is.
    ///
    /// @return bytes that were freed
    public static long remove(Path model) throws EngineException {
        try {
            return SidecarWriter.remove(model);
        } catch (IOException e) {
            throw new EngineException.Failed("The file with the optimised experts could not be deleted ("
                    + e.getMessage() + "). Close whatever uses it, then try again.");
        }
    }

    private static String[] converse(String verb, Path model, Listener listener, StopSignal stop)
            throws EngineException {
        Process process = start(verb, model);
        stop.onRaise(() -> end(process));
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] said = line.split(" ", 2);
                switch (said[0]) {
                    case "progress" -> {
                        String[] at = said[1].split(" ", 3);
                        listener.onProgress(Stage.valueOf(at[0]), Long.parseLong(at[1]), Long.parseLong(at[2]));
                    }
                    case "bad" -> throw new EngineException.BadRequest(said[1]);
                    case "failed" -> throw new EngineException.Failed(said[1]);
                    default -> {
                        return said;
                    }
                }
            }
            throw died();
        } catch (IOException e) {
            throw died();
        } finally {
            end(process);
        }
    }

    private static Process start(String verb, Path model) throws EngineException {
        try {
            return HostCommand.processBuilder(
                            OptimiserMain.class, verb, model.toAbsolutePath().toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new EngineException.Unavailable("The model host cannot be started (" + e.getMessage() + ").");
        }
    }

    private static EngineException died() {
        return new EngineException.HostDied(
                "The process that optimises models ended. The model itself is as it was; try again to go on.");
    }

    /// Tells it to stop.
    private static void end(Process process) {
        try {
            process.getOutputStream().close();
        } catch (IOException gone) {
            // it has ended by itself
        }
    }
}
