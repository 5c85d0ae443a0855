package keepsake.memory.archive.format;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import keepsake.memory.MemoryException;
import keepsake.memory.MemoryException.Reason;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/// The conversations in an export that is a long JSON array, one after the other, so that a file of gigabytes needs the
/// memory of its longest conversation. Also takes `{"conversations": […]}` and a single conversation.
final class JsonConversations {
    /// `conversations.json`, or in newer exports `conversations-000.json` and so on.
    private static final Pattern NAME = Pattern.compile("conversations[-_.\\d]*json", Pattern.CASE_INSENSITIVE);

    private static final int FOLDERS_DEEP = 5;

    /// Reads one conversation; the parser is at its START_OBJECT.
    interface Visitor {
        /// @param where for findings
        /// @throws NotAConversation when it has not the parts of one; the next one is read all the same
        void visit(JsonParser parser, String where) throws NotAConversation;
    }

    /// Why something is no conversation, as a part of a sentence.
    static final class NotAConversation extends Exception {
        NotAConversation(String why) {
            super(why, null, false, false);
        }
    }

    private final Findings findings;
    private final Visitor visitor;

    JsonConversations(Findings findings, Visitor visitor) {
        this.findings = findings;
        this.visitor = visitor;
    }

    /// @param whose for the sentence when there is none: `ChatGPT`
    void read(Source source, String whose) {
        List<Source.Entry> all = source.entries();
        List<Source.Entry> files = all.size() == 1
                ? all
                : all.stream()
                        .filter(entry -> entry.depth() <= FOLDERS_DEEP
                                && NAME.matcher(entry.fileName()).matches())
                        .toList();
        if (files.isEmpty()) {
            throw new MemoryException(
                    Reason.BAD_INPUT,
                    "There is no conversations.json in '" + source.path() + "', so it is no " + whose
                            + " export. Nothing was imported; give the archive as it was downloaded, or the folder it"
                            + " was unpacked to.");
        }
        for (Source.Entry file : files) {
            if (!readFile(source, file, Shape.LIST)) readFile(source, file, Shape.SINGLE);
        }
    }

    private enum Shape {
        LIST,
        SINGLE
    }

    /// @return whether it had this shape
    private boolean readFile(Source source, Source.Entry file, Shape shape) {
        try (JsonParser parser = Json.MAPPER.createParser(Utf8.reader(source.open(file)))) {
            try {
                return readFile(parser, file, shape);
            } catch (JacksonException broken) {
                String why = broken instanceof UnexpectedEndOfInputException
                        ? "the file ends in the middle of a conversation"
                        : Json.why(broken);
                findings.problem(position(parser, file), why + ". What follows could not be read");
                return true;
            }
        } catch (IOException unreadable) {
            findings.problem(file.name(), Json.why(unreadable));
            return true;
        }
    }

    private boolean readFile(JsonParser parser, Source.Entry file, Shape shape) {
        JsonToken start = parser.nextToken();
        if (start == JsonToken.START_ARRAY) {
            elements(parser, file);
        } else if (start == JsonToken.START_OBJECT && shape == Shape.SINGLE) {
            element(parser, file);
        } else if (start == JsonToken.START_OBJECT) {
            return list(parser, file);
        } else {
            findings.problem(file.name(), "it holds no list of conversations");
        }
        return true;
    }

    private boolean list(JsonParser parser, Source.Entry file) {
        boolean found = false;
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            if (parser.nextToken() == JsonToken.START_ARRAY && name.equals("conversations")) {
                elements(parser, file);
                found = true;
            } else {
                parser.skipChildren();
            }
        }
        return found;
    }

    private void elements(JsonParser parser, Source.Entry file) {
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token == null) throw new UnexpectedEndOfInputException(parser, token, "the list is not closed");
            element(parser, file);
        }
    }

    private void element(JsonParser parser, Source.Entry file) {
        findings.stopIfAsked();
        String where = position(parser, file);
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            findings.problem(where, "this is no conversation");
            parser.skipChildren();
            return;
        }
        int inside = parser.streamReadContext().getNestingDepth();
        try {
            visitor.visit(parser, where);
        } catch (NotAConversation not) {
            findings.problem(where, String.valueOf(not.getMessage()));
        }
        while (parser.streamReadContext().getNestingDepth() >= inside && parser.nextToken() != null) {
            // To the end of it, wherever its reader gave up.
        }
    }

    static String position(JsonParser parser, Source.Entry file) {
        return file.name() + ", character "
                + Math.max(0, parser.currentTokenLocation().getCharOffset());
    }
}
