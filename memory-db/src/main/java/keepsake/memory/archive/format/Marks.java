package keepsake.memory.archive.format;

/// What stands in a text for what is not text.
final class Marks {
    static final String IMAGE = "[Image]";
    static final String AUDIO = "[Audio]";
    static final String VIDEO = "[Video]";

    private Marks() {}

    static String attachment(String name) {
        return name.isBlank() ? "[Attachment]" : "[Attachment: " + Json.shown(name) + "]";
    }

    static String unknown(String type) {
        return type.isBlank() ? "[Attachment]" : "[Attachment of the kind " + Json.shown(type) + "]";
    }
}
