package keepsake.app.ui.gallery;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import javafx.scene.image.PixelReader;
import javafx.scene.image.WritableImage;
import javax.imageio.ImageIO;

/// Writes what JavaFX drew as a PNG.
public final class Picture {
    private Picture() {}

    public static void write(WritableImage image, Path file) {
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        PixelReader pixels = image.getPixelReader();
        BufferedImage copy = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) copy.setRGB(x, y, pixels.getArgb(x, y));
        }
        try {
            ImageIO.write(copy, "png", file.toFile());
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }
}
