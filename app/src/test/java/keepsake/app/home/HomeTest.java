package keepsake.app.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HomeTest {
    @TempDir
    Path folder;

    @Test
    void theFolderAskedForWinsOverTheEnvironment() {
        Home home = Home.locate(Optional.of(folder.resolve("asked")), around("Linux", "KEEPSAKE_HOME", "environment"));
        assertThat(home.directory()).isEqualTo(folder.resolve("asked")).isDirectory();
        assertThat(home.models()).isEqualTo(folder.resolve("asked/models"));
    }

    @Test
    void theEnvironmentWinsOverThePlatform() {
        assertThat(Home.locate(Optional.empty(), around("Linux", "KEEPSAKE_HOME", "environment"))
                        .directory())
                .isEqualTo(folder.resolve("environment"));
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, XDG_DATA_HOME, data, data/keepsake",
        "Linux, OTHER, data, user/.local/share/keepsake",
        "Windows 11, LOCALAPPDATA, local, local/Keepsake",
        "Windows 11, OTHER, local, user/AppData/Local/Keepsake",
        "Mac OS X, XDG_DATA_HOME, data, user/Library/Application Support/Keepsake"
    })
    void everyPlatformHasItsPlace(String system, String variable, String value, String expected) {
        assertThat(Home.locate(Optional.empty(), around(system, variable, value))
                        .directory())
                .isEqualTo(folder.resolve(expected));
    }

    @Test
    void aRelativeDataHomeIsIgnoredAsTheSpecificationSays() {
        var around = new Home.Surroundings("Linux", folder.resolve("user"), Map.of("XDG_DATA_HOME", "relative"));
        assertThat(Home.locate(Optional.empty(), around).directory())
                .isEqualTo(folder.resolve("user/.local/share/keepsake"));
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aNewFolderIsTheOwnersOnly() throws IOException {
        Path made = Home.locate(Optional.of(folder.resolve("new"))).directory();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                .isEqualTo("rwx------");
    }

    @Test
    void aFileInTheWayIsBadInput() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "text");
        for (Path asked : new Path[] {file, file.resolve("below")}) {
            assertThatThrownBy(() -> Home.locate(Optional.of(asked)))
                    .isInstanceOfSatisfying(HomeException.class, problem -> assertThat(problem.reason())
                            .isEqualTo(HomeException.Reason.BAD_INPUT))
                    .hasMessage(file + " is a file, not a folder, so Keepsake cannot live there. Nothing was changed."
                            + " Choose a folder with --home.");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aPlaceThatCannotBeWrittenIsSaidPlainly() {
        assertThatThrownBy(() -> Home.locate(Optional.of(Path.of("/proc/keepsake"))))
                .isInstanceOf(HomeException.class)
                .hasMessageContaining("cannot be created")
                .hasMessageEndingWith("Nothing was written. Choose another folder with --home.");
    }

    private Home.Surroundings around(String system, String variable, String value) {
        return new Home.Surroundings(
                system,
                folder.resolve("user"),
                Map.of(variable, folder.resolve(value).toString()));
    }
}
