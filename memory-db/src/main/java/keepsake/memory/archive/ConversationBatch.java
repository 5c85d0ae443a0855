package keepsake.memory.archive;

import java.sql.SQLException;
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

    private record Ready(ArchivedConversation conversation, List<PreparedMessage> messages) {}

    private void write(List<ArchivedConversation> conversations) {
        if (conversations.isEmpty()) return;
        // What is told is found before the transaction, on all processors: nobody waits for it.
        List<Ready> ready = conversations.parallelStream()
                .map(one -> new Ready(one, PreparedMessage.all(ParentsFirst.of(one.messages()))))
                .toList();
        Added more = transaction(conversations.size() == 1 ? Size.SMALL : Size.LARGE, rows -> {
            Added sum = Added.NOTHING;
            for (Ready one : ready) sum = sum.plus(rows.add(one.conversation(), one.messages()));
            return sum;
        });
        added = added.plus(more);
    }

    private enum Size {
        SMALL,
        LARGE
    }

    private interface Rows {
        Added add(ConversationRows rows) throws SQLException;
    }

    private Added transaction(Size size, Rows work) {
        return database.write(sql -> {
            if (size == Size.SMALL) {
                try (ConversationRows rows = new ConversationRows(sql)) {
                    return work.add(rows);
                }
            }
            try (BulkIndexing _ = new BulkIndexing(sql);
                    ConversationRows rows = new ConversationRows(sql)) {
                return work.add(rows);
            }
        });
    }

    private void writePieces(ArchivedConversation conversation) {
        List<ArchivedMessage> ordered = ParentsFirst.of(conversation.messages());
        Added sum = Added.NOTHING;
        for (int from = 0; from < ordered.size(); from += MESSAGES) {
            List<ArchivedMessage> piece = ordered.subList(from, Math.min(ordered.size(), from + MESSAGES));
            List<PreparedMessage> ready = PreparedMessage.all(piece);
            sum = sum.plus(transaction(Size.LARGE, rows -> rows.add(conversation, ready)));
        }
        boolean nothingNew = sum.conversations() == 0 && sum.messages() == 0;
        added = added.plus(new Added(sum.conversations(), sum.messages(), nothingNew ? 1 : 0));
    }

    @Override
    public void close() {
        commit();
    }
}
