package keepsake.runtime.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import keepsake.runtime.engine.EngineException.BadModel;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One hand-made file per rule. Each refusal names the file, says what is wrong, and what to do.
class GgufReaderTest {
    private static final int F32 = 0;
    private static final int Q8_0 = 8;

    @TempDir
    Path folder;

    @Test
    void readsWhatItNeedsAndNothingElse() throws Exception {
        GgufFile read = GgufReader.read(RawGguf.olmoe(1, 1)
                .u32Key("olmoe.block_count", 16)
                .tensor("a", 8, F32, 0)
                .padded()
                .zeros(32)
                .write(file()));

        assertThat(read.architecture()).isEqualTo("olmoe");
        assertThat(read.integer(read.key("block_count"))).hasValue(16);
        assertThat(read.tensors()).singleElement().satisfies(tensor -> {
            assertThat(tensor.size()).isEqualTo(32);
            assertThat(tensor.offset()).isEqualTo(read.fileSize() - 32);
        });
    }

    @Test
    void refusesAMissingFile() {
        refused(file(), "“model.gguf” does not exist");
    }

    @Test
    void refusesAFolder() {
        refused(folder, "is a folder");
    }

    @Test
    void refusesAFileThatMayNotBeRead() throws Exception {
        Path file = RawGguf.olmoe(0, 0).write(file());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        Assumptions.assumeFalse(Files.isReadable(file), "the superuser may read everything");
        refused(file, "may not be read");
    }

    @Test
    void refusesAnEmptyFile() throws Exception {
        refused(new RawGguf().write(file()), "is empty");
    }

    @Test
    void saysWhatAnotherKindOfFileLooksLike() throws Exception {
        refused(new RawGguf().ascii("Dear diary,\n").write(file()), "looks like a text file");
        refused(new RawGguf().ascii("<!DOCTYPE html><html>").write(file()), "looks like a web page");
        refused(new RawGguf().ascii("PK\u0003\u0004").write(file()), "looks like a zip archive");
        refused(new RawGguf().ascii("version https://git-lfs.github.com").write(file()), "Git LFS");
        refused(new RawGguf().u64(90).ascii("{\"a\":1}").write(file()), "safetensors");
        refused(new RawGguf().ascii("{\"a\": 1}").write(file()), "JSON");
        refused(new RawGguf().ascii("tjgg").u32(3).write(file()), "before GGUF");
        refused(new RawGguf().zeros(100).write(file()), "unfinished download");
        refused(new RawGguf().ascii("\u0001\u0002\u0003").write(file()), "some other kind of file");
    }

    @Test
    void refusesTheOtherByteOrder() throws Exception {
        refused(new RawGguf().ascii("GGUF").u32(0x0300_0000).zeros(16).write(file()), "big endian");
    }

    @Test
    void refusesVersionsThatLlamaCppDoesNotRead() throws Exception {
        refused(new RawGguf().ascii("GGUF").u32(1).zeros(16).write(file()), "GGUF version 1");
        refused(new RawGguf().ascii("GGUF").u32(4).zeros(16).write(file()), "GGUF version 4");
        refused(new RawGguf().ascii("GGUF").u32(0).zeros(16).write(file()), "GGUF version 0");
    }

    @Test
    void refusesAFileThatEndsInItsDescription() throws Exception {
        refused(new RawGguf().ascii("GGUF").u32(3).u64(1).write(file()), "is cut off", "number of keys");
        refused(RawGguf.header(0, 1).u64(20).ascii("general").write(file()), "is cut off", "name of key 0");
    }

    @Test
    void refusesAbsurdCounts() throws Exception {
        refused(RawGguf.header(1L << 40, 0).write(file()), "1099511627776 tensors");
        refused(RawGguf.header(0, -1).write(file()), "18446744073709551615 keys");
    }

    @Test
    void refusesStringsAndListsLargerThanTheFileBeforeReadingThem() throws Exception {
        refused(RawGguf.header(0, 1).u64(-1).write(file()), "claims 18446744073709551615 bytes");
        refused(RawGguf.header(0, 1).text("key").u32(8).u64(1 << 25).write(file()), "is cut off");
        refused(
                RawGguf.header(0, 1)
                        .text("key")
                        .u32(9)
                        .u32(GgufType.UINT64.id())
                        .u64(1 << 25)
                        .write(file()),
                "is cut off");
        refused(
                RawGguf.header(0, 1)
                        .text("key")
                        .u32(9)
                        .u32(GgufType.UINT8.id())
                        .u64(1L << 60)
                        .write(file()),
                "claims 1152921504606846976 entries");
    }

    @Test
    void refusesADescriptionThatWouldNotFitIntoMemory() throws Exception {
        Path file = RawGguf.header(0, 1).text("key").u32(8).u64(64 << 20).write(file());
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(100L << 20);
        }
        refused(file, "description is larger than 64 MiB");
    }

    @Test
    void refusesKeysThatAreEmptyOrThereTwice() throws Exception {
        refused(RawGguf.header(0, 1).u32Key("", 1).write(file()), "key 0 has no name");
        refused(RawGguf.header(0, 2).u32Key("a", 1).u32Key("a", 2).write(file()), "“a” appears twice");
        refused(RawGguf.header(0, 1).u32Key("a\0b", 1).write(file()), "holds a zero");
    }

    @Test
    void refusesUnknownTypesAndListsOfLists() throws Exception {
        refused(RawGguf.header(0, 1).text("a").u32(13).write(file()), "unknown type 13");
        refused(RawGguf.header(0, 1).text("a").u32(9).u32(77).u64(1).write(file()), "unknown type 77");
        refused(RawGguf.header(0, 1).text("a").u32(9).u32(9).u64(1).write(file()), "holds lists");
    }

    @Test
    void refusesAFileWithoutArchitecture() throws Exception {
        refused(RawGguf.header(0, 1).u32Key("a", 1).write(file()), "general.architecture is missing");
        refused(RawGguf.header(0, 1).u32Key("general.architecture", 1).write(file()), "general.architecture");
    }

    @Test
    void refusesBadAlignments() throws Exception {
        refused(RawGguf.olmoe(0, 1).u32Key("general.alignment", 24).write(file()), "not a power of two");
        refused(RawGguf.olmoe(0, 1).u32Key("general.alignment", 0).write(file()), "not a power of two");
        refused(RawGguf.olmoe(0, 1).u32Key("general.alignment", 1 << 21).write(file()), "not a power of two");
        refused(RawGguf.olmoe(0, 1).textKey("general.alignment", "32").write(file()), "not a 32-bit number");
    }

    @Test
    void refusesTensorsWithBadNames() throws Exception {
        refused(RawGguf.olmoe(1, 0).tensor("", 8, F32, 0).write(file()), "tensor 0 has no name");
        refused(RawGguf.olmoe(1, 0).tensor("x".repeat(64), 8, F32, 0).write(file()), "name of tensor 0 claims 64");
        refused(
                RawGguf.olmoe(2, 0)
                        .tensor("a", 8, F32, 0)
                        .tensor("a", 8, F32, 32)
                        .write(file()),
                "tensor “a” appears twice");
    }

    @Test
    void refusesImpossibleDimensions() throws Exception {
        refused(RawGguf.olmoe(1, 0).text("a").u32(5).zeros(60).write(file()), "has 5 dimensions");
        refused(RawGguf.olmoe(1, 0).text("a").u32(0).zeros(60).write(file()), "has 0 dimensions");
        refused(RawGguf.olmoe(1, 0).tensor("a", -8, F32, 0).write(file()), "dimension of size -8");
        refused(RawGguf.olmoe(1, 0).tensor("a", 0, F32, 0).write(file()), "dimension of size 0");
    }

    @Test
    void refusesProductsThatOverflow() throws Exception {
        refused(
                RawGguf.olmoe(1, 0)
                        .text("a")
                        .u32(2)
                        .u64(1L << 32)
                        .u64(1L << 32)
                        .u32(F32)
                        .u64(0)
                        .write(file()),
                "more weights than can be counted");
        refused(RawGguf.olmoe(1, 0).tensor("a", 1L << 62, F32, 0).write(file()), "more bytes than can be counted");
    }

    @Test
    void refusesTypesThatGgmlDoesNotKnow() throws Exception {
        refused(RawGguf.olmoe(1, 0).tensor("a", 8, 4, 0).write(file()), "type 4");
        refused(RawGguf.olmoe(1, 0).tensor("a", 8, 999, 0).write(file()), "type 999");
    }

    @Test
    void refusesRowsThatAreNotWholeBlocks() throws Exception {
        refused(RawGguf.olmoe(1, 0).tensor("a", 33, Q8_0, 0).write(file()), "not whole blocks of Q8_0");
    }

    @Test
    void refusesTensorsBeyondTheEnd() throws Exception {
        refused(RawGguf.olmoe(1, 0).tensor("a", 8, F32, 0).padded().zeros(31).write(file()), "is cut off", "“a”");
        refused(
                RawGguf.olmoe(1, 0)
                        .tensor("a", 8, F32, 1L << 50)
                        .padded()
                        .zeros(32)
                        .write(file()),
                "beyond its end");
        refused(RawGguf.olmoe(1, 0).tensor("a", 8, F32, -32).padded().zeros(32).write(file()), "beyond its end");
    }

    @Test
    void refusesTensorsThatOverlapOrLeaveHolesOrAreMisaligned() throws Exception {
        refused(two(0), "“b” overlaps");
        refused(two(64), "hole in the data before tensor “b”");
        refused(two(33), "no multiple of 32");
    }

    @Test
    void showsNamesFromTheFileWithoutControlCharacters() throws Exception {
        refused(
                RawGguf.header(0, 1).text("\u001b[31mred\u202e").u32(99).write(file()),
                "key “?[31mred?” has the unknown type 99");
    }

    private Path two(long offsetOfSecond) throws Exception {
        return RawGguf.olmoe(2, 0)
                .tensor("a", 8, F32, 0)
                .tensor("b", 8, F32, offsetOfSecond)
                .padded()
                .zeros(128)
                .write(file());
    }

    private Path file() {
        return folder.resolve("model.gguf");
    }

    private static void refused(Path file, String... words) {
        assertThatExceptionOfType(BadModel.class)
                .isThrownBy(() -> GgufReader.read(file))
                .satisfies(e -> assertThat(e.getMessage()).contains(words).endsWith("."));
    }
}
