package keepsake.memory.archive.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import keepsake.memory.ArchivedMessage;
import keepsake.memory.Message;

/// Keepsake's export as one Markdown file, for reading and for coming back.
///
/// Every item begins with a line of [MarkdownMarks]. After that of a message come a heading and an empty line, which
/// are for people, then the text to the letter, then an empty line. What follows the other marks is for people only.
final class MarkdownWriter implements ItemWriter {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final OutputStream out;
    private boolean factsBegan;

    MarkdownWriter(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(Item item) throws IOException {
        line(MarkdownMarks.mark(item));
        switch (item) {
            case Item.Head head -> line("");
            case Item.Talk talk -> {
                line("# " + (talk.title().isBlank() ? "Conversation" : title(talk.title())));
                line("");
            }
            case Item.Said said -> message(said.message());
            case Item.Stated stated -> fact(stated.fact());
            case Item.Given given -> line("");
            case Item.Field field -> {
                line("- " + title(field.name()) + ": " + title(field.value()));
                line("");
            }
            case Item.End end -> {
                // The last line.
            }
        }
    }

    private void message(ArchivedMessage message) throws IOException {
        line("## " + who(message) + ", " + minute(message.saidAt()));
        line("");
        String text = message.text();
        int from = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
            line(MarkdownMarks.escape(text.substring(from, end)));
            from = end + 1;
        }
        line(MarkdownMarks.escape(text.substring(from)));
        line("");
    }

    private static String who(ArchivedMessage message) {
        return message.speaker()
                .map(MarkdownWriter::title)
                .filter(name -> !name.isBlank())
                .orElse(message.role() == Message.Role.USER ? "You" : "Assistant");
    }

    private static String minute(Instant time) {
        return MINUTE.format(time);
    }

    private void fact(ArchivedFact fact) throws IOException {
        if (!factsBegan) {
            line("# Facts");
            line("");
            factsBegan = true;
        }
        line("- " + title(fact.statement()) + " (" + fact.status().id() + ")");
        line("");
    }

    private static String title(String text) {
        return Json.shown(text);
    }

    private void line(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.write('\n');
    }
}
