package keepsake.memory.archive.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keepsake.memory.ArchivedConversation;
import keepsake.memory.ArchivedMessage;
import keepsake.memory.MemoryException;
import keepsake.memory.MemoryException.Reason;

/// Puts the items of Keepsake's own export together again.
final class Assembler {
    private final Intake intake;
    private final Findings findings;
    private final String file;
    private final List<ArchivedMessage> messages = new ArrayList<>();
    private Optional<Item.Talk> talk = Optional.empty();
    private boolean ended;

    Assembler(Intake intake, Findings findings, String file) {
        this.intake = intake;
        this.findings = findings;
        this.file = file;
    }

    void accept(Item item, String where) {
        switch (item) {
            case Item.Head head -> refuseNewer(head);
            case Item.Talk next -> {
                handOn();
                findings.stopIfAsked();
                talk = Optional.of(next);
            }
            case Item.Said said -> {
                boolean belongs =
                        talk.filter(t -> t.key().equals(said.conversation())).isPresent();
                if (belongs) messages.add(said.message());
                else findings.problem(where, "the conversation that the message belongs to could not be read");
            }
            case Item.Stated stated -> {
                handOn();
                intake.fact(stated.fact(), where);
            }
            case Item.Given given -> {
                handOn();
                intake.given(given);
            }
            case Item.Field field -> {
                handOn();
                intake.field(field);
            }
            case Item.End end -> ended = true;
        }
    }

    private void refuseNewer(Item.Head head) {
        if (head.version() > Item.Head.NOW.version()) {
            throw new MemoryException(
                    Reason.BAD_INPUT,
                    "'" + file + "' was written by a newer Keepsake, so nothing was imported. Import it with that"
                            + " version.");
        }
    }

    private void handOn() {
        talk.ifPresent(t -> intake.conversation(new ArchivedConversation(
                t.origin(),
                t.key(),
                t.title(),
                t.startedAt(),
                t.changedAt(),
                messages,
                ArchivedConversation.Revision.GROWN)));
        talk = Optional.empty();
        messages.clear();
    }

    /// Nothing follows.
    void finish() {
        handOn();
        if (!ended) findings.problem(file, "its end is missing: it may have been cut off");
    }
}
