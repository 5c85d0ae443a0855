package keepsake.runtime.residency;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A recorded routing: how a model's routers ranked their experts, token by token and layer by layer.
///
/// Layout of the file: bytes `[tokens][layers][experts]`, each row a permutation of the expert ids, best first.
public final class Routing {

    /// A file that is no routing of the given shape. The message is a sentence for the user.
    public static final class BadRouting extends IllegalArgumentException {
        BadRouting(String message) {
            super(message);
        }
    }

    private static final int MOST_EXPERTS = 256;

    private final byte[] ids;
    private final int layers;
    private final int experts;

    private Routing(byte[] ids, int layers, int experts) {
        this.ids = ids;
        this.layers = layers;
        this.experts = experts;
    }

    /// @param layers  layers with experts
    /// @param experts experts per layer, at most 256
    /// @throws BadRouting when the file is something else
    public static Routing read(Path file, int layers, int experts) throws IOException {
        if (layers < 1) throw new BadRouting("The number of layers is " + layers + ". It must be 1 or more.");
        if (experts < 1 || experts > MOST_EXPERTS) {
            throw new BadRouting("The number of experts is " + experts + ". It must be from 1 to " + MOST_EXPERTS
                    + ", because the file has one byte for each.");
        }
        long row = (long) layers * experts;
        long size = Files.size(file);
        if (size == 0 || size % row != 0) {
            throw new BadRouting("The file has " + size + " bytes, which is not a whole number of tokens of " + layers
                    + " × " + experts + " bytes. Check the numbers of layers and experts.");
        }
        if (size > Integer.MAX_VALUE - 8) {
            throw new BadRouting("The file has " + size + " bytes. A routing of 2 GiB or more cannot be replayed.");
        }
        return of(Files.readAllBytes(file), layers, experts);
    }

    /// Of ids that lie as in a file.
    static Routing of(byte[] ids, int layers, int experts) {
        int[] seenIn = new int[experts];
        for (int at = 0; at < ids.length; at++) {
            int row = at / experts;
            int id = ids[at] & 0xff;
            if (id >= experts || seenIn[id] == row + 1) {
                throw new BadRouting("Token " + row / layers + ", layer " + row % layers + " of the file "
                        + (id < experts
                                ? "names expert " + id + " twice"
                                : "names expert " + id + ", but there are only " + experts)
                        + ". Each row must name every expert once. Check the numbers of layers and experts.");
            }
            seenIn[id] = row + 1;
        }
        return new Routing(ids, layers, experts);
    }

    /// Number of tokens.
    public int tokens() {
        return ids.length / experts / layers;
    }

    /// Number of layers.
    public int layers() {
        return layers;
    }

    /// Experts per layer.
    public int experts() {
        return experts;
    }

    /// Writes one layer's ranking of one token, best first, into the array.
    ///
    /// @param ranking room for all experts
    public void ranking(int token, int layer, int[] ranking) {
        int at = (token * layers + layer) * experts;
        for (int rank = 0; rank < experts; rank++) ranking[rank] = ids[at + rank] & 0xff;
    }
}
