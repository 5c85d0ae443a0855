package keepsake.runtime.saved;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptStatesTest {
    private static final int[] TOKENS = IntStream.range(100, 164).toArray();
    private static final byte[] STATE = "keys and values, but not really".getBytes(UTF_8);

    @TempDir
    Path folder;

    private SavedFolder saved() {
        return SavedFolder.at(folder.resolve("cache"));
    }

    private ModelPrint print(String computedBy) throws IOException {
        Path model = folder.resolve("model.gguf");
        if (!Files.exists(model)) Files.writeString(model, "head and weights");
        return ModelPrint.of(model, 4, List.of(computedBy));
    }

    private PromptStates states() throws IOException {
        return new PromptStates(saved().generation(), print("here"));
    }

    private static void save(PromptStates states, int[] tokens, byte[] state) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            states.save(tokens, arena.allocateFrom(ValueLayout.JAVA_BYTE, state));
        }
    }

    private static Optional<byte[]> read(PromptStates states, int[] prompt) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            Optional<PromptStates.Found> found = states.find(prompt);
            if (found.isEmpty()) return Optional.empty();
            Optional<MemorySegment> state = states.read(found.get(), arena);
            return state.map(segment -> segment.toArray(ValueLayout.JAVA_BYTE));
        }
    }

    private static int[] longer(int[] tokens) {
        int[] prompt = Arrays.copyOf(tokens, tokens.length + 3);
        Arrays.fill(prompt, tokens.length, prompt.length, 7);
        return prompt;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(saved().generation())) {
            return all.sorted().toList();
        }
    }

    @Test
    void aStateIsFoundByTheLongestBeginningThatAPromptShares() throws IOException {
        save(states(), TOKENS, STATE);
        save(states(), Arrays.copyOf(TOKENS, 40), "shorter".getBytes(UTF_8));
        assertThat(read(states(), longer(TOKENS)))
                .hasValueSatisfying(state -> assertThat(state).isEqualTo(STATE));
        int[] otherwise = TOKENS.clone();
        otherwise[50] = 1;
        assertThat(states().find(otherwise))
                .hasValueSatisfying(found -> assertThat(found.common()).isEqualTo(50));
        assertThat(states().has(TOKENS)).isTrue();
        assertThat(states().has(otherwise)).isFalse();
        assertThat(states().find(new int[] {1, 2, 3})).isEmpty();
    }

    @Test
    void nothingIsFoundForAnotherModelOrAnotherWayToCompute() throws IOException {
        save(states(), TOKENS, STATE);
        assertThat(new PromptStates(saved().generation(), print("elsewhere")).find(TOKENS))
                .isEmpty();
        Files.writeString(folder.resolve("model.gguf"), "HEAD and weights");
        assertThat(states().find(TOKENS)).as("another head").isEmpty();
        assertThat(files()).as("what belongs to another model stays").hasSize(1);
    }

    @Test
    void aFileWithAnyByteChangedIsNotUsedAndGoes() throws IOException {
        save(states(), TOKENS, STATE);
        Path file = files().getFirst();
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x40;
            Files.write(file, damaged);
            assertThat(read(states(), longer(TOKENS))).as("byte " + at).isEmpty();
            // A changed print or a changed first token makes it somebody else's, which is not ours to delete.
            if (!Files.exists(file)) Files.write(file, whole);
        }
        Files.write(file, whole);
        assertThat(read(states(), longer(TOKENS))).isPresent();
    }

    @Test
    void aFileThatWasCutShortOrGoesOnIsNotUsedAndGoes() throws IOException {
        save(states(), TOKENS, STATE);
        Path file = files().getFirst();
        byte[] whole = Files.readAllBytes(file);
        for (int length : new int[] {0, 7, 40, whole.length - STATE.length, whole.length - 1, whole.length + 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(read(states(), longer(TOKENS))).as(length + " bytes").isEmpty();
            assertThat(file).doesNotExist();
        }
    }

    @Test
    void atMostFourAreKeptAndTheOneUnusedForLongestGoes() throws IOException {
        PromptStates states = states();
        Instant start = Instant.now().minusSeconds(3600);
        for (int i = 0; i < PromptStates.MOST_FILES; i++) {
            save(states, new int[] {i, i, i}, STATE);
            for (Path file : files()) {
                if (Files.getLastModifiedTime(file).toInstant().isAfter(start.plusSeconds(100))) {
                    Files.setLastModifiedTime(file, FileTime.from(start.plusSeconds(i)));
                }
            }
        }
        assertThat(read(states, new int[] {0, 0, 0})).as("used again").isPresent();
        save(states, new int[] {9, 9, 9}, STATE);
        assertThat(files()).hasSize(PromptStates.MOST_FILES);
        assertThat(states.has(new int[] {1, 1, 1})).isFalse();
        for (int kept : new int[] {0, 2, 3, 9})
            assertThat(states.has(new int[] {kept, kept, kept})).isTrue();
    }

    @Test
    void whatAKilledWriterLeftIsNeverUsedAndSweptUpByTheNext() throws Exception {
        save(states(), TOKENS, STATE);
        Path file = files().getFirst();
        Process ended = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--version")
                .redirectErrorStream(true)
                .start();
        ended.getInputStream().readAllBytes();
        ended.waitFor();
        Path half = file.resolveSibling(file.getFileName() + "." + ended.pid() + ".part");
        Files.move(file, half);
        assertThat(states().find(TOKENS)).isEmpty();
        save(states(), new int[] {1, 2, 3}, STATE);
        assertThat(half).doesNotExist();
    }

    @Test
    void whatWasForgottenDoesNotComeBackByAWriterThatWasUnderWay() throws IOException {
        PromptStates underWay = states();
        save(underWay, TOKENS, STATE);
        saved().forget();
        assertThat(saved().bytes()).isZero();
        assertThatThrownBy(() -> save(underWay, TOKENS, STATE)).isInstanceOf(NoSuchFileException.class);
        assertThat(states().find(TOKENS)).isEmpty();
        assertThat(files()).isEmpty();
        saved().forget();
        saved().forget();
    }

    @Test
    void promptsCanBeForgottenWhileCountsStay() throws IOException {
        PromptStates underWay = states();
        save(underWay, TOKENS, STATE);
        ExpertUse use = new ExpertUse(2, 4);
        use.count(1, 3);
        use.write(saved().generation(), print("here"));
        saved().forgetPrompts();
        assertThat(states().find(TOKENS)).isEmpty();
        assertThatThrownBy(() -> save(underWay, TOKENS, STATE)).isInstanceOf(NoSuchFileException.class);
        assertThat(ExpertUse.read(saved().generation(), print("here"), 2, 4))
                .hasValueSatisfying(kept -> assertThat(kept.ranked()).hasSize(1));
        assertThat(files()).hasSize(1);
        saved().forget();
        assertThat(saved().bytes()).isZero();
    }

    @Test
    void onlyTheOwnerCanReadIt() throws IOException {
        save(states(), TOKENS, STATE);
        Path file = files().getFirst();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        for (Path directory : List.of(saved().generation(), folder.resolve("cache"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void aPlaceThatCannotBeAFolderSaysSo() throws IOException {
        Path inTheWay = Files.writeString(folder.resolve("file"), "a file");
        SavedFolder impossible = SavedFolder.at(inTheWay.resolve("cache"));
        assertThatThrownBy(impossible::generation).isInstanceOf(IOException.class);
        assertThat(impossible.problem()).isPresent();
        assertThat(saved().problem()).isEmpty();
    }
}
