package keepsake.app.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PowerSupplyTest {
    @TempDir
    Path folder;

    private boolean onBattery() {
        return new PowerSupply(folder).onBattery();
    }

    private void supply(String name, String... files) throws IOException {
        Path supply = Files.createDirectories(folder.resolve(name));
        for (int i = 0; i < files.length; i += 2) Files.writeString(supply.resolve(files[i]), files[i + 1] + "\n");
    }

    @Test
    void aMachineThatDoesNotSayIsOnMains() {
        assertThat(new PowerSupply(folder.resolve("nothing")).onBattery()).isFalse();
        assertThat(onBattery()).isFalse();
    }

    @Test
    void aBatteryThatIsEmptiedCountsUnlessSomethingFeedsTheMachine() throws IOException {
        supply("BAT0", "type", "Battery", "status", "Discharging");
        assertThat(onBattery()).isTrue();
        supply("AC", "type", "Mains", "online", "0");
        assertThat(onBattery()).isTrue();
        supply("AC", "type", "Mains", "online", "1");
        assertThat(onBattery()).isFalse();
    }

    @Test
    void aBatteryThatIsChargedDoesNotCountNorThatOfAMouse() throws IOException {
        supply("BAT0", "type", "Battery", "status", "Charging");
        supply("mouse", "type", "Battery", "status", "Discharging", "scope", "Device");
        assertThat(onBattery()).isFalse();
    }
}
