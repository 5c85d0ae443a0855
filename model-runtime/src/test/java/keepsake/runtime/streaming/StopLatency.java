package keepsake.runtime.streaming;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import keepsake.runtime.engine.ChatEngine;
import keepsake.runtime.engine.ChatTurn;
import keepsake.runtime.engine.ChatTurn.Speaker;
import keepsake.runtime.engine.Generation;
import keepsake.runtime.engine.GenerationListener;
import keepsake.runtime.engine.GenerationRequest;
import keepsake.runtime.engine.LoadListener;
import keepsake.runtime.engine.LoadRequest;
import keepsake.runtime.engine.Sampling;
import keepsake.runtime.engine.StopSignal;

/// Measures how long a stop takes while a long prompt is read: `StopLatency MODEL ROOM_MIB EXPERTS_USED STOPS
// BUDGET_MIB`.
final class StopLatency {
    private StopLatency() {}

    public static void main(String[] arguments) throws Exception {
        long room = Long.parseLong(arguments[1]) << 20;
        OptionalInt used =
                arguments[2].equals("0") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(arguments[2]));
        LoadRequest request = new LoadRequest(
                Path.of(arguments[0]), Optional.empty(), OptionalInt.of(Integer.parseInt(arguments[4])), used, 4096);
        String prompt = "Once upon a time there was a sea, and nobody knew how deep it was. ".repeat(90);
        int stops = Integer.parseInt(arguments[3]);
        try (ChatEngine engine = StreamingLoader.with(StreamingOptions.DEFAULT.withExpertBytes(room))
                .load(request, LoadListener.NONE)) {
            long whole = time(engine, prompt, Long.MAX_VALUE);
            System.out.printf("%d tokens are read in %d ms%n", engine.countTokens(prompt), whole / 1_000_000);
            for (int i = 0; i < stops; i++) {
                // Another first word each time, so that nothing of the prompt is held.
                long after = whole * (i + 1) / (stops + 2);
                System.out.printf(
                        "stop after %d ms: %d ms%n",
                        after / 1_000_000, time(engine, i + " " + prompt, after) / 1_000_000);
            }
        }
    }

    /// @param stopAfter nanoseconds from the beginning
    /// @return nanoseconds from the stop to the end, or of the whole when not stopped
    private static long time(ChatEngine engine, String prompt, long stopAfter) throws Exception {
        StopSignal stop = new StopSignal();
        AtomicLong raised = new AtomicLong(System.nanoTime());
        CountDownLatch begun = new CountDownLatch(1);
        Thread stopper = Thread.ofPlatform().daemon().start(() -> {
            try {
                begun.await();
                Thread.sleep(stopAfter / 1_000_000);
                raised.set(System.nanoTime());
                stop.raise();
            } catch (InterruptedException e) {
                // the answer came first
            }
        });
        begun.countDown();
        Generation answer = engine.generate(
                new GenerationRequest(
                        List.of(new ChatTurn(Speaker.USER, prompt)), Sampling.greedy(), 1, Optional.empty()),
                GenerationListener.NONE,
                stop);
        long took = System.nanoTime() - raised.get();
        stopper.interrupt();
        if (stopAfter != Long.MAX_VALUE && answer.ending() != Generation.Ending.STOPPED) System.out.print("(late) ");
        return took;
    }
}
