package keepsake.runtime.synthetic;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import keepsake.runtime.gguf.GgmlType;
import keepsake.runtime.gguf.GgufWriter.TensorPlan;

/// The weights of a synthetic model, tensor by tensor. docs/decisions/0085 explains the construction.
///
/// The first [#CONSTANT] places of the residual stream are the same for every token and nothing ever adds to them: the
/// embeddings put a constant there, and the matrices that write to the stream have zeros in those rows. So a router
/// can give each of its experts a popularity, through those places, and a taste of its own for tokens, through all
/// others. The layers together add about as much to the stream as the embeddings put there, so tokens stay as
/// different from each other as they began.
final class MadeUpWeights {
    /// One block of every type with blocks of 32, part of one with blocks of 256.
    static final int CONSTANT = 32;

    private static final double CONSTANT_VALUE = 2;
    /// Standard deviation of the router's scores: how unequal the weights of the chosen experts are.
    private static final double SCORES = 1.5;
    /// What attention and feed-forward of all layers together add to the variance of the stream, which begins at 1.
    private static final double ATTENTION = 0.3;

    private static final double FEED_FORWARD = 0.7;
    /// Variance of `silu(x)·y` for two standard normal variables.
    private static final double GATED = 0.355;

    private static final int CHUNK = 4 << 20;
    private static final SmallVocabulary VOCABULARY = new SmallVocabulary();

    private final SyntheticModel model;
    private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK).order(ByteOrder.LITTLE_ENDIAN);

    MadeUpWeights(SyntheticModel model) {
        this.model = model;
    }

    /// Takes a tensor's bytes piece by piece.
    interface Sink {
        void write(long at, ByteBuffer bytes) throws IOException;
    }

    /// Makes one tensor up. The same model and name give the same bytes.
    void make(TensorPlan plan, Sink sink) throws IOException {
        SplittableRandom random = new SplittableRandom(
                model.seed() * 0x9E3779B97F4A7C15L + plan.name().hashCode());
        String role = plan.name().replaceFirst("^blk\\.\\d+\\.", "");
        switch (role) {
            case "token_embd.weight" -> embeddings(plan, random, sink);
            case "output.weight" -> output(plan, random, sink);
            case "ffn_gate_inp.weight" -> router(plan, random, sink);
            default -> {
                if (plan.type() != GgmlType.F32) blocks(plan, role, random, sink);
                else plain(plan, role, random, sink);
            }
        }
    }

    /// Row after row, as many at once as fit.
    private void blocks(TensorPlan plan, String role, SplittableRandom random, Sink sink) throws IOException {
        RandomBlocks blocks =
                new RandomBlocks(plan.type(), deviation(role, plan.dims().getFirst()), random);
        boolean writesToStream = role.startsWith("ffn_down") || role.startsWith("attn_output");
        rows(plan, sink, (bytes, firstRow) -> {
            blocks.fill(bytes);
            if (!writesToStream) return;
            int rowBytes = Math.toIntExact(plan.type().bytes(plan.dims().getFirst()));
            for (int at = 0; at < bytes.limit(); at += rowBytes) {
                long row = (firstRow + at / rowBytes) % plan.dims().get(1);
                if (row < CONSTANT) zero(bytes, at, rowBytes);
            }
        });
    }

    /// So that scores, keys, values and the gated products have a variance of about 1.
    private double deviation(String role, long in) {
        double unit = 1 / Math.sqrt((double) in);
        return switch (role) {
            case "attn_output.weight" -> unit * Math.sqrt(ATTENTION / model.layers());
            case "ffn_down_exps.weight" -> unit * Math.sqrt(share() * FEED_FORWARD / model.layers() / GATED / mixed());
            case "ffn_down_shexp.weight" ->
                // times a gate of about ½
                2 * unit * Math.sqrt((1 - share()) * FEED_FORWARD / model.layers() / GATED);
            default -> unit;
        };
    }

    /// Of the feed-forward part's variance, what the routed experts add.
    private double share() {
        return model.shape().sharedWidths > 0 ? 0.5 : 1;
    }

    /// About the sum of the squared weights of the chosen experts: equal ones that add up to 1 where they are scaled to
    /// do so, some 0.4 elsewhere.
    private double mixed() {
        double sum =
                switch (model.shape()) {
                    case QWEN3MOE, GPTOSS -> 1;
                    case OLMOE, QWEN2MOE -> 0.4;
                };
        return sum * sum / model.expertsUsed();
    }

    private void plain(TensorPlan plan, String role, SplittableRandom random, Sink sink) throws IOException {
        double mean = role.endsWith("norm.weight") ? 1 : 0;
        double deviation =
                switch (role) {
                    case "ffn_gate_inp_shexp.weight" -> 1 / Math.sqrt(model.embedding());
                    case "attn_q.bias", "attn_k.bias", "attn_v.bias", "ffn_gate_exps.bias", "ffn_up_exps.bias" -> 0.1;
                    default -> 0; // what writes to the stream, or would move the router's scores
                };
        rows(plan, sink, (bytes, row) -> {
            for (int at = 0; at < bytes.limit(); at += Float.BYTES) {
                bytes.putFloat(at, (float) (mean + (deviation == 0 ? 0 : deviation * random.nextGaussian())));
            }
        });
    }

    /// Q8_0: the constant in the first block of each row.
    private void embeddings(TensorPlan plan, SplittableRandom random, Sink sink) throws IOException {
        RandomBlocks blocks = new RandomBlocks(GgmlType.Q8_0, 1, random);
        int rowBytes = Math.toIntExact(plan.type().bytes(plan.dims().getFirst()));
        rows(plan, sink, (bytes, firstRow) -> {
            blocks.fill(bytes);
            for (int at = 0; at < bytes.limit(); at += rowBytes) {
                bytes.putShort(at, Float.floatToFloat16((float) (CONSTANT_VALUE / 127)));
                for (int i = 0; i < CONSTANT; i++) bytes.put(at + 2 + i, (byte) 127);
            }
        });
    }

    /// Bytes and special tokens get a score of zero, so that (almost) only text comes out and answers go on.
    private void output(TensorPlan plan, SplittableRandom random, Sink sink) throws IOException {
        RandomBlocks blocks = new RandomBlocks(GgmlType.Q8_0, 4 / Math.sqrt(model.embedding()), random);
        int rowBytes = Math.toIntExact(plan.type().bytes(plan.dims().getFirst()));
        rows(plan, sink, (bytes, firstRow) -> {
            blocks.fill(bytes);
            for (int at = 0; at < bytes.limit(); at += rowBytes) {
                if (!VOCABULARY.isText((int) firstRow + at / rowBytes)) zero(bytes, at, rowBytes);
            }
        });
    }

    /// The score of an expert is `locality · popularity + (1 − locality) · taste`, both standard normal over experts,
    /// the popularity the same for all tokens, the taste another one for each.
    private void router(TensorPlan plan, SplittableRandom random, Sink sink) throws IOException {
        int width = model.embedding();
        double energy = CONSTANT * CONSTANT_VALUE * CONSTANT_VALUE + (width - CONSTANT);
        double norm = Math.sqrt(energy / width);
        double d = model.locality();
        double scale = SCORES * norm / Math.sqrt(d * d + (1 - d) * (1 - d));
        double popular = scale * grown(plan.name()) * d / (CONSTANT * CONSTANT_VALUE);
        double taste = scale * (1 - d) / Math.sqrt(width - CONSTANT);
        double[] popularity = popularity(random);
        rows(plan, sink, (bytes, firstRow) -> {
            for (int at = 0, i = 0; at < bytes.limit(); at += Float.BYTES, i++) {
                int expert = (int) (firstRow + i / width);
                double weight = i % width < CONSTANT ? popular * popularity[expert] : taste * random.nextGaussian();
                bytes.putFloat(at, (float) weight);
            }
        });
    }

    /// How much wider the stream is at a layer's router than at the first: the norm before the router makes the
    /// constant smaller by that. Attention is not counted, because it averages over many tokens.
    private double grown(String router) {
        int layer = Integer.parseInt(router.substring(4, router.indexOf('.', 4)));
        double constant = CONSTANT * CONSTANT_VALUE * CONSTANT_VALUE;
        double rest = model.embedding() - CONSTANT;
        double variance = 1 + FEED_FORWARD * layer / model.layers();
        return Math.sqrt((constant + rest * variance) / (constant + rest));
    }

    /// Standard normal, the same numbers for every seed and layer, in another order.
    private double[] popularity(RandomGenerator random) {
        int experts = model.experts();
        double[] popularity = new double[experts];
        for (int i = 0; i < experts; i++) {
            int j = random.nextInt(i + 1);
            popularity[i] = popularity[j];
            popularity[j] = quantile((i + 0.5) / experts);
        }
        return popularity;
    }

    /// Of the standard normal distribution, to three digits: Tukey's lambda.
    private static double quantile(double p) {
        return (Math.pow(p, 0.135) - Math.pow(1 - p, 0.135)) / 0.1975;
    }

    private interface Filler {
        void fill(ByteBuffer rows, long firstRow);
    }

    private void rows(TensorPlan plan, Sink sink, Filler filler) throws IOException {
        long rowBytes = plan.type().bytes(plan.dims().getFirst());
        long count = plan.size() / rowBytes;
        int atOnce = (int) Math.max(1, Math.min(count, chunk.capacity() / rowBytes));
        for (long row = 0; row < count; row += atOnce) {
            chunk.clear().limit((int) (Math.min(atOnce, count - row) * rowBytes));
            filler.fill(chunk, row);
            sink.write(row * rowBytes, chunk);
        }
    }

    private static void zero(ByteBuffer bytes, int from, int length) {
        for (int i = from; i < from + length; i++) bytes.put(i, (byte) 0);
    }
}
