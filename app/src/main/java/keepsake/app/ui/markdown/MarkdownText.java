package keepsake.app.ui.markdown;

import java.text.MessageFormat;
import java.util.ResourceBundle;

/// The few words of the Markdown view itself.
final class MarkdownText {
    private static final ResourceBundle BUNDLE = ResourceBundle.getBundle("keepsake.app.ui.markdown.markdown");

    private MarkdownText() {}

    static String of(String key, Object... arguments) {
        return new MessageFormat(BUNDLE.getString(key), BUNDLE.getLocale()).format(arguments);
    }
}
