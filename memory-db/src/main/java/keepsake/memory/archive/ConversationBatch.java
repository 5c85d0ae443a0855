package keepsake.memory.archive;

import java.util.ArrayList;
import java.util.List;
import keepsake.memory.Archive.Added;
import keepsake.memory.Archive.Batch;
import keepsake.memory.ArchivedConversation;
import keepsake.memory.ArchivedMessage;
import keepsake.memory.sql.Database;

/// Gathers conversations and writes some thousand messages per transaction, so that an import costs few commits, holds
/// little in memory, and lets others write in between. A long conversation goes in by pieces.
final class ConversationBatch implements Batch {
    private static final int MESSAGES = 2_000;
    private static final int CHARACTERS = 4_000_000;

    private final Database database;
    private final List<ArchivedConversation> waiting = new ArrayList<>();
    private int messages;
    private long characters;
    private Added added = Added.NOTHING;

    ConversationBatch(Database database) {
        this.database = database;
    }

    @Override
    public void add(ArchivedConversation conversation) {
        waiting.add(conversation);
        messages += conversation.messages().size();
        for (ArchivedMessage message : conversation.messages())
            characters += message.text().length();
        if (messages >= MESSAGES || characters >= CHARACTERS) commit();
    }

    /// All that was added since the batch began, without what is still waiting.
    Added added() {
        return added;
    }

    @Override
    public Added commit() {
        List<ArchivedConversation> now = List.copyOf(waiting);
        waiting.clear();
        messages = 0;
        characters = 0;
        List<ArchivedConversation> small = new ArrayList<>();
        for (ArchivedConversation conversation : now) {
            boolean whole = conversation.messages().size() <= 2 * MESSAGES
                    || conversation.revision() == ArchivedConversation.Revision.REPLACED;
            if (whole) {
                small.add(conversation);
            } else {
                write(small);
                small.clear();
                writePieces(conversation);
            }
        }
        write(small);
        return added;
    }

    private void write(List<ArchivedConversation> conversations) {
        if (conversations.isEmpty()) return;
        Added more = database.write(sql -> {
            Added sum = Added.NOTHING;
            try (ConversationRows rows = new ConversationRows(sql)) {
                for (ArchivedConversation conversation : conversations) {
                    sum = sum.plus(rows.add(conversation, ParentsFirst.of(conversation.messages())));
                }
            }
            return sum;
        });
        added = added.plus(more);
    }

    private void writePieces(ArchivedConversation conversation) {
        List<ArchivedMessage> ordered = ParentsFirst.of(conversation.messages());
        Added sum = Added.NOTHING;
        for (int from = 0; from < ordered.size(); from += MESSAGES) {
            List<ArchivedMessage> piece = ordered.subList(from, Math.min(ordered.size(), from + MESSAGES));
            sum = sum.plus(database.write(sql -> {
                try (ConversationRows rows = new ConversationRows(sql)) {
                    return rows.add(conversation, piece);
                }
            }));
        }
        boolean nothingNew = sum.conversations() == 0 && sum.messages() == 0;
        added = added.plus(new Added(sum.conversations(), sum.messages(), nothingNew ? 1 : 0));
    }

    @Override
    public void close() {
        commit();
    }
}
