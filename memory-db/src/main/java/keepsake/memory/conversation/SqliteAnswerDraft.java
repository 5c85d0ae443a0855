package keepsake.memory.conversation;

import java.util.Locale;
import java.util.Optional;
import keepsake.memory.Conversations.AnswerDraft;
import keepsake.memory.MemoryException;
import keepsake.memory.MemoryException.Reason;
import keepsake.memory.MemoryId;
import keepsake.memory.Message;
import keepsake.memory.never.Screen;
import keepsake.memory.sql.Database;
import keepsake.memory.text.Words;

/// An answer that is being written. One thread at a time.
final class SqliteAnswerDraft implements AnswerDraft {
    private static final long COMMIT_NANOS = 1_000_000_000L;

    private final Database database;
    private final long id;
    private final StringBuilder text = new StringBuilder();
    private long committedAt = System.nanoTime();
    private boolean finished;

    SqliteAnswerDraft(Database database, long id) {
        this.database = database;
        this.id = id;
    }

    @Override
    public MemoryId id() {
        return MemoryId.message(id);
    }

    @Override
    public void append(String more) {
        refuseWhenFinished();
        text.append(more);
        if (System.nanoTime() - committedAt >= COMMIT_NANOS) commit();
    }

    private void commit() {
        database.write(sql -> sql.update(
                "UPDATE message SET text = ? WHERE id = ? AND state = 'writing'",
                Screen.of(sql).beginning(whole()),
                id));
        committedAt = System.nanoTime();
    }

    @Override
    public Message finish(Message.State state, Optional<String> problem) {
        refuseWhenFinished();
        if (state == Message.State.WRITING) throw new IllegalArgumentException("an answer cannot end as WRITING");
        Message message = database.write(sql -> {
            sql.update(
                    "UPDATE message SET text = ?, state = ?, problem = ?, writer = NULL WHERE id = ?",
                    Screen.of(sql).text(whole()),
                    state.name().toLowerCase(Locale.ROOT),
                    problem.map(Words::wellFormed).orElse(null),
                    id);
            return SqliteConversations.read(sql, id);
        });
        finished = true;
        return message;
    }

    /// A token may end between the halves of a character, so only the whole is repaired.
    private String whole() {
        return Words.wellFormed(text.toString());
    }

    private void refuseWhenFinished() {
        if (finished) {
            throw new MemoryException(Reason.FAILED, "The answer is finished; nothing more can be added to it.");
        }
    }
}
