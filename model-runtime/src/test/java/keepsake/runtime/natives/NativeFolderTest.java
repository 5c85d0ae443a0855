package keepsake.runtime.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import keepsake.runtime.engine.EngineException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NativeFolderTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "Linux,amd64,linux-x64",
        "Linux,aarch64,linux-arm64",
        "Mac OS X,aarch64,mac-arm64-metal",
        "Mac OS X,x86_64,mac-x64",
        "Windows 11,amd64,win-x64",
        "Windows 11,aarch64,win-arm64"
    })
    void knowsTheSixPlatforms(String os, String arch, String expected) {
        assertThat(NativeFolder.platforms(os, arch)).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "libggml-base.so,libggml.v0.5.0.so,libllama.v0.5.0.so",
        "libggml-base.dylib,libggml.v0.5.0.dylib,libllama.v0.5.0.dylib",
        "ggml-base.dll,ggml.v0.5.0.dll,llama.v0.5.0.dll",
        "ggml-base.dll,ggml.dll,llama.dll"
    })
    void findsTheLibrariesOfAFlatFolder(String base, String ggml, String llama) throws Exception {
        for (String name :
                List.of(base, ggml, llama, "libggml-cpu-haswell.so", "libllama-common.so", "llama-addon.node")) {
            Files.createFile(folder.resolve(name));
        }
        NativeFolder found = NativeFolder.in(folder);
        assertThat(List.of(found.base(), found.ggml(), found.llama()))
                .extracting(path -> path.getFileName().toString())
                .containsExactly(base, ggml, llama);
    }

    @Test
    void saysInASentenceThatThereAreNone() throws IOException {
        Files.createFile(folder.resolve("libggml-base.so"));
        assertThatThrownBy(() -> NativeFolder.in(folder))
                .isInstanceOf(EngineException.Unavailable.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("fallback engine");
    }

    @Test
    void theLibrariesOfThisCheckoutAreTheVersionWhoseStructsWeKnow() throws Exception {
        LlamaCpp cpp = LlamaCpp.load(); // compares every struct
        assertThat(cpp.llama().version()).startsWith("0.5.0");
        LayoutCheck.run(cpp.ggml(), cpp.llama());
    }
}
