package keepsake.runtime.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/// What onnxruntime's library could report, and to whom (docs/decisions/0123).
class NoTelemetryTest {
    @Test
    void noLibraryForAnyPlatformKnowsACollector() throws Exception {
        Path jar = Path.of(OrtEnvironment.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (ZipFile libraries = new ZipFile(jar.toFile())) {
            List<? extends ZipEntry> packed = libraries.stream()
                    .filter(entry -> entry.getName().matches(".*/native/.*\\.(so|dylib|dll)"))
                    .toList();
            assertThat(packed).hasSizeGreaterThan(6);
            for (ZipEntry library : packed) {
                assertThat(text(libraries, library))
                        .as(library.getName())
                        .doesNotContain("events.data.microsoft")
                        .doesNotContain("ORT_DISABLE_TELEMETRY");
            }
        }
    }

    /// One character per byte, so that a search finds what is there.
    private static String text(ZipFile libraries, ZipEntry library) throws IOException {
        try (InputStream in = libraries.getInputStream(library)) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
