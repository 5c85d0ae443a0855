package keepsake.runtime.host;

import java.io.IOException;

/// The other side sent something that is not a frame of this protocol. The connection cannot go on.
final class FrameException extends IOException {
    FrameException(String sentence) {
        super(sentence);
    }

    FrameException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
