package keepsake.runtime.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptLibrariesTest {
    @TempDir
    Path place;

    @Test
    void theLibrariesAreUnpackedOnceAndLeftAloneWhileTheyAreWhole() throws IOException {
        Path unpacked = KeptLibraries.unpacked(place);
        Path library = unpacked.resolve(System.mapLibraryName("onnxruntime"));
        assertThat(unpacked.toFile().list())
                .containsExactlyInAnyOrder(
                        System.mapLibraryName("onnxruntime"), System.mapLibraryName("onnxruntime4j_jni"));
        FileTime old = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
        Files.setLastModifiedTime(library, old);
        assertThat(KeptLibraries.unpacked(place)).isEqualTo(unpacked);
        assertThat(Files.getLastModifiedTime(library)).isEqualTo(old);
    }

    @Test
    void oneThatWasChangedOrCutShortIsMadeAnew() throws IOException {
        Path library = KeptLibraries.unpacked(place).resolve(System.mapLibraryName("onnxruntime4j_jni"));
        byte[] whole = Files.readAllBytes(library);
        byte[] changed = whole.clone();
        changed[changed.length / 2] ^= 1;
        Files.write(library, changed);
        KeptLibraries.unpacked(place);
        assertThat(library).hasBinaryContent(whole);
        Files.write(library, new byte[10]);
        KeptLibraries.unpacked(place);
        assertThat(library).hasBinaryContent(whole);
    }
}
