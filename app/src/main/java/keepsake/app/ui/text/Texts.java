package keepsake.app.ui.text;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/// The window's words, from `keepsake/app/ui/texts.properties`.
public final class Texts {
    private static final ResourceBundle BUNDLE = ResourceBundle.getBundle("keepsake.app.ui.texts", Locale.ENGLISH);

    private Texts() {}

    /// For FXML, which names keys as `%key`.
    public static ResourceBundle bundle() {
        return BUNDLE;
    }

    public static String of(String key) {
        return BUNDLE.getString(key);
    }

    /// With `{0}`, `{1,number}`, `{0,choice,…}` filled in.
    public static String of(String key, Object... values) {
        return new MessageFormat(BUNDLE.getString(key), Locale.ENGLISH).format(values);
    }
}
