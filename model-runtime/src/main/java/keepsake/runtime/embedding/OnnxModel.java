package keepsake.runtime.embedding;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import keepsake.runtime.embedding.EmbeddingModel.Pooling;

/// A loaded model: ids in, one vector per text out. Its inputs and its output are checked before the first use.
/// Threads: any; calls run side by side.
final class OnnxModel implements AutoCloseable {
    private static final Set<String> INPUTS = Set.of("input_ids", "attention_mask", "token_type_ids");

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final EmbeddingModel model;
    private final String output;

    private OnnxModel(OrtEnvironment environment, OrtSession session, EmbeddingModel model, String output) {
        this.environment = environment;
        this.session = session;
        this.model = model;
        this.output = output;
    }

    /// @param threads that work on one call
    static OnnxModel load(EmbeddingModel model, int threads) throws EmbeddingException {
        // Unpacking the library and reading the model take about as long.
        Meanwhile<byte[]> reading = Meanwhile.start(() -> read(model));
        try {
            KeptLibraries.prepare();
            OrtEnvironment environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            environment.setTelemetry(false);
            try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
                options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
                options.setIntraOpNumThreads(threads);
                options.setInterOpNumThreads(1);
                // No arena and no pattern: both keep what the largest batch ever needed.
                options.setCPUArenaAllocator(false);
                options.setMemoryPatternOptimization(false);
                // A thread that waits must not burn a processor.
                options.addConfigEntry("session.intra_op.allow_spinning", "0");
                OrtSession session = environment.createSession(reading.result(), options);
                try {
                    return new OnnxModel(environment, session, model, checked(session, model));
                } catch (EmbeddingException | OrtException unusable) {
                    session.close();
                    throw unusable;
                }
            }
        } catch (IOException | OrtException unusable) {
            throw new EmbeddingException(
                    "The embedding model " + model.name() + " cannot be loaded (" + unusable.getMessage()
                            + "). What is kept is not affected and is still found by its words; choose another"
                            + " embedding model, or install Keepsake again.",
                    unusable);
        } catch (LinkageError | RuntimeException noNatives) {
            // onnxruntime's loader throws a bare RuntimeException where it has no library for the system.
            throw new EmbeddingException(
                    "onnxruntime, which runs the embedding model, does not work on this computer ("
                            + noNatives.getMessage() + "). What is kept is not affected and is still found by its"
                            + " words.",
                    noNatives);
        }
    }

    private static byte[] read(EmbeddingModel model) throws IOException {
        try (InputStream in = model.files().model()) {
            return in.readAllBytes();
        }
    }

    /// @return the name of the output with one vector per token
    private static String checked(OrtSession session, EmbeddingModel model) throws OrtException, EmbeddingException {
        Set<String> inputs = session.getInputNames();
        if (!INPUTS.containsAll(inputs) || !inputs.containsAll(Set.of("input_ids", "attention_mask"))) {
            throw new EmbeddingException("The embedding model " + model.name() + " asks for " + inputs
                    + "; Keepsake can give " + INPUTS + ". Choose another embedding model.");
        }
        for (Map.Entry<String, NodeInfo> out : session.getOutputInfo().entrySet()) {
            if (out.getValue().getInfo() instanceof TensorInfo tensor
                    && tensor.type == OnnxJavaType.FLOAT
                    && tensor.getShape().length == 3
                    && tensor.getShape()[2] == model.dimensions()) {
                return out.getKey();
            }
        }
        throw new EmbeddingException("The embedding model " + model.name() + " gives no vectors of "
                + model.dimensions() + " numbers per token. Correct its description, or choose another one.");
    }

    /// The vectors of texts, of length 1, in the order given. Shorter ones are padded to the longest.
    float[][] vectors(long[][] texts) throws EmbeddingException {
        int longest = Arrays.stream(texts).mapToInt(ids -> ids.length).max().orElse(0);
        LongBuffer ids = LongBuffer.allocate(texts.length * longest);
        LongBuffer mask = LongBuffer.allocate(texts.length * longest);
        for (int text = 0; text < texts.length; text++) {
            ids.put(text * longest, texts[text]);
            for (int i = 0; i < texts[text].length; i++) mask.put(text * longest + i, 1);
        }
        long[] shape = {texts.length, longest};
        try (OnnxTensor idTensor = OnnxTensor.createTensor(environment, ids, shape);
                OnnxTensor maskTensor = OnnxTensor.createTensor(environment, mask, shape);
                OnnxTensor typeTensor =
                        OnnxTensor.createTensor(environment, LongBuffer.allocate(texts.length * longest), shape)) {
            Map<String, OnnxTensor> inputs = new HashMap<>();
            inputs.put("input_ids", idTensor);
            inputs.put("attention_mask", maskTensor);
            inputs.put("token_type_ids", typeTensor);
            inputs.keySet().retainAll(session.getInputNames());
            try (OrtSession.Result result = session.run(inputs, Set.of(output))) {
                if (!(result.get(0) instanceof OnnxTensor tokens)) throw new IllegalStateException("not a tensor");
                return pooled(tokens.getFloatBuffer(), texts, longest);
            }
        } catch (OrtException failed) {
            throw new EmbeddingException(
                    "The embedding model " + model.name() + " failed (" + failed.getMessage()
                            + "). What is kept is not affected and is still found by its words.",
                    failed);
        }
    }

    private float[][] pooled(FloatBuffer tokens, long[][] texts, int longest) {
        int dimensions = model.dimensions();
        float[][] vectors = new float[texts.length][dimensions];
        for (int text = 0; text < texts.length; text++) {
            int counted = model.pooling() == Pooling.CLS ? 1 : texts[text].length;
            for (int token = 0; token < counted; token++) {
                int at = (text * longest + token) * dimensions;
                for (int i = 0; i < dimensions; i++) vectors[text][i] += tokens.get(at + i);
            }
            normalise(vectors[text]);
        }
        return vectors;
    }

    private static void normalise(float[] vector) {
        double squares = 0;
        for (float value : vector) squares += value * value;
        float length = (float) Math.sqrt(squares);
        if (length > 0) for (int i = 0; i < vector.length; i++) vector[i] /= length;
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
