package keepsake.runtime.host;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import keepsake.runtime.engine.EngineException;
import keepsake.runtime.engine.StopSignal;
import keepsake.runtime.sidecar.Sidecar;
import keepsake.runtime.sidecar.SidecarWriter.Outcome;
import keepsake.runtime.sidecar.SidecarWriter.Stage;
import keepsake.runtime.streaming.Optimisation;

/// The main class of the process that optimises a model: `look`, `write` or `check`, and the file. It answers with
/// lines of a word and what belongs to it, and stops when its standard input ends: the app wants that, or died.
public final class OptimiserMain {
    private static final long TELL_EVERY_NANOS = 50_000_000;

    private final PrintStream out;
    private long told;

    private OptimiserMain(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(ProtocolOutput.takeStandardOutput(), true, StandardCharsets.UTF_8);
        Interrupt.ignore();
        StopSignal stop = new StopSignal();
        Thread.ofPlatform().daemon().start(() -> awaitEnd(stop));
        new OptimiserMain(out).serve(arguments[0], Path.of(arguments[1]), stop);
        Runtime.getRuntime().halt(0);
    }

    private static void awaitEnd(StopSignal stop) {
        try {
            while (System.in.read() >= 0) {
                // nothing is said to us but the end
            }
        } catch (IOException gone) {
            // then there is nobody to work for either
        }
        stop.raise();
    }

    private void serve(String verb, Path model, StopSignal stop) {
        try {
            switch (verb) {
                case "look" -> tell(Optimisation.look(model));
                case "write" -> write(Optimisation.of(model), stop);
                case "check" ->
                    say("damaged " + Optimisation.of(model).damagedExperts(stop).orElse(0));
                default -> say("failed There is nothing like " + verb + " to do.");
            }
        } catch (EngineException.BadModel | EngineException.BadRequest e) {
            say("bad " + sentence(e));
        } catch (EngineException e) {
            say("failed " + sentence(e));
        }
    }

    private void tell(Sidecar.State state) {
        switch (state) {
            case Sidecar.State.Absent() -> say("absent");
            case Sidecar.State.Ready(long bytes) -> say("ready " + bytes);
            case Sidecar.State.Unusable(String reason) -> say("unusable " + reason);
        }
    }

    private void write(Optimisation optimisation, StopSignal stop) throws EngineException {
        Outcome outcome = optimisation.run(this::progress, stop);
        say(outcome == Outcome.DONE ? "ready " + optimisation.bytes() : "stopped");
    }

    private void progress(Stage stage, long done, long total) {
        long now = System.nanoTime();
        if (now - told < TELL_EVERY_NANOS) return;
        told = now;
        say("progress " + stage + " " + done + " " + total);
    }

    private void say(String line) {
        out.println(line.replace('\n', ' '));
    }

    private static String sentence(EngineException e) {
        return Optional.ofNullable(e.getMessage()).orElse("It could not be done.");
    }
}
