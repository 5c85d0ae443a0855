package keepsake.runtime.bench;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import keepsake.runtime.engine.EngineException.BadRequest;
import keepsake.runtime.streaming.TokenRun;

/// The tokens a benchmark evaluates. The same source gives the same tokens every time. Threads: any.
public sealed interface TokenSource {
    /// Of everything drawn: the same command must measure the same work.
    long SEED = 20_260_101;

    /// What a benchmark evaluates.
    ///
    /// @param prompt    evaluated in batches
    /// @param generated evaluated one by one instead of the model's own choices; empty lets the model choose
    record Tokens(List<Integer> prompt, List<Integer> generated) {
        /// The generated part is given, not chosen.
        public boolean forced() {
            return !generated.isEmpty();
        }
    }

    /// @param prompt    at least 1
    /// @param generated at least 1
    /// @throws BadRequest when there are too few
    Tokens take(TokenRun run, int prompt, int generated) throws BadRequest;

    /// As it is written in results: `random`, `zipf`, `text`.
    String id();

    /// Every token id is as likely as any other.
    record Uniform() implements TokenSource {
        @Override
        public Tokens take(TokenRun run, int prompt, int generated) {
            SplittableRandom random = new SplittableRandom(SEED);
            int[] all = random.ints(prompt + (long) generated, 0, run.vocabularySize())
                    .toArray();
            return split(all, prompt, generated);
        }

        @Override
        public String id() {
            return "random";
        }
    }

    /// The token of rank r comes with a probability proportional to 1/r, as words do in text; which token has which
    /// rank is drawn.
    record Zipf() implements TokenSource {
        @Override
        public Tokens take(TokenRun run, int prompt, int generated) {
            SplittableRandom random = new SplittableRandom(SEED);
            int[] byRank = shuffled(run.vocabularySize(), random);
            double[] upTo = new double[byRank.length];
            double sum = 0;
            for (int rank = 0; rank < upTo.length; rank++) {
                sum += 1.0 / (rank + 1);
                upTo[rank] = sum;
            }
            int[] all = new int[prompt + generated];
            for (int i = 0; i < all.length; i++) {
                int at = Arrays.binarySearch(upTo, random.nextDouble(sum));
                all[i] = byRank[Math.min(byRank.length - 1, at < 0 ? -at - 1 : at + 1)];
            }
            return split(all, prompt, generated);
        }

        private static int[] shuffled(int size, SplittableRandom random) {
            int[] ids = new int[size];
            for (int i = 0; i < size; i++) {
                int j = random.nextInt(i + 1);
                ids[i] = ids[j];
                ids[j] = i;
            }
            return ids;
        }

        @Override
        public String id() {
            return "zipf";
        }
    }

    /// The beginning of a text. The generated part is the text's as well where it is long enough, else the model's own.
    record Text(String text) implements TokenSource {
        /// No token is longer on average; a long book need not be split to its end.
        private static final int CHARACTERS_PER_TOKEN = 64;

        @Override
        public Tokens take(TokenRun run, int prompt, int generated) throws BadRequest {
            long longest = (long) CHARACTERS_PER_TOKEN * (prompt + generated);
            int[] all = run.tokensOf(text.substring(0, (int) Math.min(text.length(), longest)));
            if (all.length < prompt) {
                throw new BadRequest("The text has %,d tokens, and the prompt is to have %,d. Give a longer text or a"
                                .formatted(all.length, prompt)
                        + " smaller number of prompt tokens.");
            }
            return split(all, prompt, all.length < prompt + generated ? 0 : generated);
        }

        @Override
        public String id() {
            return "text";
        }
    }

    private static Tokens split(int[] all, int prompt, int generated) {
        List<Integer> tokens =
                Arrays.stream(all).limit(prompt + (long) generated).boxed().toList();
        return new Tokens(tokens.subList(0, prompt), tokens.subList(prompt, prompt + generated));
    }
}
