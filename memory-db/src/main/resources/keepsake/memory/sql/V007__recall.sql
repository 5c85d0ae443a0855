-- The index that recall searches: which words occur in which messages, and where a message stands in its conversation.
-- Derived from `message` and made again from it; written by one piece of code (keepsake.memory.index), which is told by
-- triggers what to look at again.

-- A word as it is indexed (its stem). Gone when no message holds it, so that nothing erased can be read here.
CREATE TABLE word (
    id       INTEGER PRIMARY KEY,
    text     TEXT    NOT NULL UNIQUE,
    messages INTEGER NOT NULL                 -- how many hold it
) STRICT;

-- The messages that hold a word: 4,096 ids to a row, as pairs of numbers of variable length: the distance from the id
-- before, how often.
CREATE TABLE word_place (
    word   INTEGER NOT NULL,
    block  INTEGER NOT NULL,
    places BLOB    NOT NULL,
    PRIMARY KEY (word, block)
) STRICT, WITHOUT ROWID;

-- One row per indexed message.
CREATE TABLE place (
    message      INTEGER PRIMARY KEY,
    conversation INTEGER NOT NULL,
    previous     INTEGER NOT NULL,            -- the message it follows; 0 for none
    length       INTEGER NOT NULL,            -- indexed words, each as often as it occurs
    words        INTEGER NOT NULL,            -- words of the text
    speaker      INTEGER NOT NULL,            -- of `speaker`; 0: the user, -1: the assistant
    traits       INTEGER NOT NULL             -- bits: keepsake.memory.index.Traits
) STRICT;
CREATE TABLE place_words (
    message INTEGER PRIMARY KEY,
    words   BLOB    NOT NULL                  -- its ids in `word`: to be taken out without the text
) STRICT;

-- People who speak in imported conversations.
CREATE TABLE speaker (
    id   INTEGER PRIMARY KEY,
    name TEXT    NOT NULL UNIQUE
) STRICT;

-- What is to be looked at: new, changed, hidden, shown or gone.
CREATE TABLE place_due (message INTEGER PRIMARY KEY) STRICT;
CREATE TABLE place_state (
    one     INTEGER PRIMARY KEY CHECK (one = 1),
    form    INTEGER NOT NULL,                 -- how texts become words; another form indexes everything anew
    places  INTEGER NOT NULL DEFAULT 0,
    length  INTEGER NOT NULL DEFAULT 0,       -- of all places together
    changes INTEGER NOT NULL DEFAULT 0        -- goes up when a place changed that others may have read already
) STRICT;
INSERT INTO place_state (one, form) VALUES (1, 0);

CREATE TRIGGER place_new AFTER INSERT ON message WHEN new.state <> 'writing' BEGIN
    INSERT OR IGNORE INTO place_due (message) VALUES (new.id);
END;
CREATE TRIGGER place_changed AFTER UPDATE OF text, state, deleted_at, parent_id, speaker ON message WHEN new.state <> 'writing' BEGIN
    INSERT OR IGNORE INTO place_due (message) VALUES (new.id);
END;
CREATE TRIGGER place_gone AFTER DELETE ON message BEGIN
    INSERT OR IGNORE INTO place_due (message) VALUES (old.id);
END;

CREATE INDEX message_said ON message (said_at);
CREATE INDEX conversation_deleted ON conversation (id) WHERE deleted_at IS NOT NULL;

-- Recall has its own index now; what is typed into the search of conversations is found by message_words.
DROP TRIGGER message_added;
DROP TRIGGER message_changed;
DROP TRIGGER message_hidden_or_shown;
DROP TRIGGER message_gone;
DROP TABLE message_stems;

CREATE TRIGGER message_added AFTER INSERT ON message BEGIN
    UPDATE conversation SET messages = messages + 1 WHERE id = new.conversation_id;
    INSERT INTO message_words (rowid, text) SELECT new.id, new.text WHERE new.state <> 'writing';
END;
CREATE TRIGGER message_changed AFTER UPDATE OF text, state ON message WHEN old.state <> 'writing' OR new.state <> 'writing' BEGIN
    INSERT INTO message_words (message_words, rowid, text) SELECT 'delete', old.id, old.text WHERE old.state <> 'writing';
    INSERT INTO message_words (rowid, text) SELECT new.id, new.text WHERE new.state <> 'writing';
END;
CREATE TRIGGER message_hidden_or_shown AFTER UPDATE OF deleted_at ON message
WHEN (old.deleted_at IS NULL) <> (new.deleted_at IS NULL) BEGIN
    UPDATE conversation SET messages = messages + iif(new.deleted_at IS NULL, 1, -1) WHERE id = new.conversation_id;
    INSERT INTO message_words (message_words, rowid, text) SELECT 'delete', old.id, old.text WHERE old.deleted_at IS NULL;
    INSERT INTO message_words (rowid, text) SELECT new.id, new.text WHERE new.deleted_at IS NULL;
END;
CREATE TRIGGER message_gone AFTER DELETE ON message BEGIN
    UPDATE conversation SET messages = messages - 1 WHERE id = old.conversation_id AND old.deleted_at IS NULL;
    INSERT INTO message_words (message_words, rowid, text)
        SELECT 'delete', old.id, old.text WHERE old.state <> 'writing' AND old.deleted_at IS NULL;
END;
