package keepsake.runtime.host;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The frames of the host protocol, both directions.
///
/// ```
/// frame   := length payload
/// length  := 4 bytes, big endian, 1 .. MAX_PAYLOAD
/// payload := `length` bytes of UTF-8 JSON: one object with a `type`
/// ```
///
/// A frame that breaks a rule is a [FrameException]; nothing is skipped or guessed, because after a wrong length
/// nothing that follows can be trusted.
final class Frames {
    /// No prompt that fits a context comes near it; a length above it is garbage, not a message.
    static final int MAX_PAYLOAD = 16 * 1024 * 1024;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Frames() {}

    /// Writes one message and flushes. Not synchronised: callers keep one frame from mixing with another.
    ///
    /// @throws FrameException when the message is larger than a frame may be; nothing was written
    static void write(OutputStream out, Object message) throws IOException {
        // By way of a string: an unpaired surrogate in a text becomes a question mark and fails nothing.
        byte[] payload = JSON.writeValueAsString(message).getBytes(StandardCharsets.UTF_8);
        if (payload.length > MAX_PAYLOAD) throw new FrameException("a message of " + payload.length + " bytes");
        // In one write, so that a frame is cut only by the death of the process.
        var frame = new ByteArrayOutputStream(payload.length + 4);
        frame.write(payload.length >>> 24);
        frame.write(payload.length >>> 16);
        frame.write(payload.length >>> 8);
        frame.write(payload.length);
        frame.writeBytes(payload);
        frame.writeTo(out);
        out.flush();
    }

    /// Reads one message; empty at the end of the stream between two frames.
    ///
    /// @throws FrameException when the stream ends within a frame, or the frame is not a message of `type`
    static <T> Optional<T> read(InputStream in, Class<T> type) throws IOException {
        byte[] head = in.readNBytes(4);
        if (head.length == 0) return Optional.empty();
        if (head.length < 4) throw new FrameException("the stream ended within a frame");
        int length = (head[0] & 0xff) << 24 | (head[1] & 0xff) << 16 | (head[2] & 0xff) << 8 | (head[3] & 0xff);
        if (length < 1 || length > MAX_PAYLOAD) {
            throw new FrameException("a frame of " + Integer.toUnsignedString(length) + " bytes");
        }
        byte[] payload = in.readNBytes(length);
        if (payload.length < length) throw new FrameException("the stream ended within a frame");
        try {
            T message = JSON.readValue(payload, type);
            if (message == null) throw new FrameException("a frame without a message");
            return Optional.of(message);
        } catch (JacksonException e) {
            throw new FrameException("a frame that is no message", e);
        }
    }
}
