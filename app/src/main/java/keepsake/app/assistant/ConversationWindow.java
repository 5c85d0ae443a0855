package keepsake.app.assistant;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import keepsake.memory.Message;
import keepsake.runtime.engine.ChatTurn;
import keepsake.runtime.engine.ChatTurn.Speaker;
import keepsake.runtime.engine.EngineException;

/// The part of a conversation that the model reads word for word.
///
/// All of it while it fits. After that the beginning is cut off in large pieces and not turn by turn: where the window
/// begins stays the same for many questions, and so do the tokens before the newest ones, which are then not
/// evaluated again. (A window that slides with every turn is read anew as a whole at every question.)
///
/// @param question the user's last turn
/// @param before   the turns before it that are shown, oldest first; the first one is the user's
/// @param cut      how many turns fell out
record ConversationWindow(ChatTurn question, List<ChatTurn> before, int cut) {
    // Per token. A token has two to five bytes, so a piece is a third to three quarters of the room.
    private static final double BYTES_IN_A_PIECE = 1.5;

    /// What a turn costs, in tokens.
    @FunctionalInterface
    interface Cost {
        int of(ChatTurn turn) throws EngineException;
    }

    /// Everything, with no turn cut.
    ///
    /// @throws IllegalArgumentException when the last message is not the user's
    static ConversationWindow whole(List<Message> conversation) {
        Deque<ChatTurn> turns = new ArrayDeque<>();
        for (Message message : conversation) {
            if (message.text().isBlank() || message.state() == Message.State.FAILED) continue;
            Speaker speaker =
                    switch (message.role()) {
                        case USER -> Speaker.USER;
                        case ASSISTANT -> Speaker.ASSISTANT;
                    };
            String text = PromptText.said(message.text());
            ChatTurn last = turns.peekLast();
            if (last != null && last.speaker() == speaker) {
                // Questions that stand together become one, for templates that insist on alternation.
                turns.removeLast();
                // Asked again after a failure: once is enough.
                text = last.text().equals(text) ? text : last.text() + "\n\n" + text;
            }
            turns.addLast(new ChatTurn(speaker, text));
        }
        if (turns.isEmpty() || turns.getLast().speaker() != Speaker.USER) {
            throw new IllegalArgumentException("the last message must be the user's");
        }
        ChatTurn question = turns.removeLast();
        return new ConversationWindow(question, List.copyOf(turns), 0);
    }

    /// The newest turns that fit, beginning with one of the user's.
    ///
    /// @param room  tokens there are this time
    /// @param usual tokens there usually are: the same for every question of a conversation
    ConversationWindow within(int room, int usual, Cost cost) throws EngineException {
        int fits = before.size();
        int left = room;
        while (fits > 0) {
            left -= cost.of(before.get(fits - 1));
            if (left < 0) break;
            fits--;
        }
        return beginningAt(fits == 0 ? 0 : steady(fits, usual));
    }

    /// The first place, from `fits` on, where a piece of the conversation ends. Pieces are counted from the beginning,
    /// which a longer conversation has in common with a shorter one; in bytes, which need no tokenizer for a
    /// thousand
    /// turns.
    private int steady(int fits, int usual) {
        long piece = Math.max(1, Math.round(usual * BYTES_IN_A_PIECE));
        long passed = 0;
        for (int turn = 0; turn < before.size(); turn++) {
            long here = passed / piece;
            passed += before.get(turn).text().getBytes(StandardCharsets.UTF_8).length;
            if (turn + 1 >= fits && passed / piece > here) return turn + 1 < before.size() ? turn + 1 : fits;
        }
        return fits;
    }

    private ConversationWindow beginningAt(int turn) {
        int first = turn;
        while (first < before.size() && before.get(first).speaker() != Speaker.USER) first++;
        return new ConversationWindow(question, before.subList(first, before.size()), cut + first);
    }
}
