package keepsake.app.ui.gallery;

/// Starts [Gallery]; a main class that is no Application runs with JavaFX on the class path too.
public final class GalleryMain {
    private GalleryMain() {}

    public static void main(String[] arguments) {
        Gallery.main(arguments);
    }
}
