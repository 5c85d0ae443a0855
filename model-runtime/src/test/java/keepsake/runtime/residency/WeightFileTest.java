package keepsake.runtime.residency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightFileTest {
    private static final int SIZE = 3_000_007; // ends in the middle of a block
    private static final byte[] CONTENT = content();

    @TempDir
    Path folder;

    private static byte[] content() {
        byte[] bytes = new byte[SIZE];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private WeightFile open() throws IOException {
        return WeightFile.open(Files.write(folder.resolve("weights"), CONTENT));
    }

    @Test
    void readsPiecesAtAnyOffsetUpToTheLastByte() throws IOException {
        try (WeightFile file = open();
                Arena arena = Arena.ofConfined()) {
            int[][] ranges = {
                {0, 1}, {4095, 2}, {33, 5000}, {17, 2_500_000}, {SIZE - 1, 1}, {SIZE - 5000, 5000}, {0, SIZE}
            };
            for (int[] range : ranges) {
                MemorySegment target = arena.allocate(range[1]);
                WeightFile.Piece piece = new WeightFile.Piece(range[0], range[1], target.address(), Landing.AS_IS);
                assertThat(file.read(List.of(piece), () -> false)).isTrue();
                assertThat(target.toArray(ValueLayout.JAVA_BYTE))
                        .isEqualTo(Arrays.copyOfRange(CONTENT, range[0], range[0] + range[1]));
            }
        }
    }

    @Test
    void anInterruptedReaderGetsItsBytesAndCanReadOn() throws IOException {
        try (WeightFile file = open();
                Arena arena = Arena.ofConfined()) {
            MemorySegment target = arena.allocate(SIZE);
            List<WeightFile.Piece> all = List.of(new WeightFile.Piece(0, SIZE, target.address(), Landing.AS_IS));
            Thread.currentThread().interrupt();
            file.read(all, () -> false);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(target.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(CONTENT);
            assertThat(file.read(all, () -> false)).isTrue();
        }
    }

    @Test
    void saysWhenTheFileHasBecomeShorter() throws IOException {
        try (WeightFile file = open();
                Arena arena = Arena.ofConfined()) {
            MemorySegment target = arena.allocate(100);
            List<WeightFile.Piece> beyond =
                    List.of(new WeightFile.Piece(SIZE - 50, 100, target.address(), Landing.AS_IS));
            assertThatThrownBy(() -> file.read(beyond, () -> false)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void readsNothingMoreOnceCancelled() throws IOException {
        try (WeightFile file = open();
                Arena arena = Arena.ofConfined()) {
            MemorySegment target = arena.allocate(100);
            assertThat(file.read(List.of(new WeightFile.Piece(0, 100, target.address(), Landing.AS_IS)), () -> true))
                    .isFalse();
            assertThat(target.toArray(ValueLayout.JAVA_BYTE)).containsOnly(0);
        }
    }

    @Test
    void discardedPagesAreGoneAndTheirNeighboursStay() {
        AddressSpace memory = AddressSpace.ofSystem();
        long page = AddressSpace.PAGE;
        long address = memory.reserve(4 * page);
        assertThat(memory.commit(address, 4 * page)).isTrue();
        MemorySegment region = MemorySegment.ofAddress(address).reinterpret(4 * page);
        region.fill((byte) 1);
        memory.discard(address + 1, 3 * page - 2); // pages 1 and, in part, 0 and 2
        assertThat(region.get(ValueLayout.JAVA_BYTE, page - 1)).isEqualTo((byte) 1);
        assertThat(region.get(ValueLayout.JAVA_BYTE, page)).isZero();
        assertThat(region.get(ValueLayout.JAVA_BYTE, 2 * page)).isEqualTo((byte) 1);
        memory.free(address, 4 * page);
    }
}
