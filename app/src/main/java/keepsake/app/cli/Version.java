package keepsake.app.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/// Keepsake's version, as the build wrote it down.
final class Version implements IVersionProvider {
    static String text() {
        try (InputStream in = Version.class.getResourceAsStream("/keepsake/app/version.properties")) {
            Properties properties = new Properties();
            if (in != null) properties.load(in);
            return properties.getProperty("version", "unknown");
        } catch (IOException damagedJar) {
            throw new UncheckedIOException(damagedJar);
        }
    }

    @Override
    public String[] getVersion() {
        return new String[] {"Keepsake " + text()};
    }
}
