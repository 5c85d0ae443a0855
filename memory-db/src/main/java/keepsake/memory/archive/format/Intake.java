package keepsake.memory.archive.format;

import keepsake.memory.ArchivedConversation;

/// Takes what a reader finds. Facts, given memories and fields come after the conversations they refer to.
public interface Intake {
    void conversation(ArchivedConversation conversation);

    /// @param where for the report, when the fact cannot be kept
    void fact(ArchivedFact fact, String where);

    void given(Item.Given given);

    void field(Item.Field field);
}
