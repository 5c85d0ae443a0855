-- Forgetting: hidden messages, erasing for good, what is never stored, how long things are kept.

-- Hidden by the user: out of lists, search and recall, and in no text index, until it is shown again.
ALTER TABLE message ADD COLUMN deleted_at INTEGER;
CREATE INDEX message_hidden ON message (id) WHERE deleted_at IS NOT NULL;

-- Erasing walks a fact's history backwards; the foreign key is checked by it as well.
CREATE INDEX fact_history ON fact (superseded_by) WHERE superseded_by IS NOT NULL;

DROP VIEW message_whole;
CREATE VIEW message_whole AS SELECT id, text FROM message WHERE state <> 'writing' AND deleted_at IS NULL;

-- Only messages that are whole can be hidden, so the other triggers need not know.
CREATE TRIGGER message_hidden_or_shown AFTER UPDATE OF deleted_at ON message
WHEN (old.deleted_at IS NULL) <> (new.deleted_at IS NULL) BEGIN
    UPDATE conversation SET messages = messages + iif(new.deleted_at IS NULL, 1, -1) WHERE id = new.conversation_id;
    INSERT INTO message_words (message_words, rowid, text) SELECT 'delete', old.id, old.text WHERE old.deleted_at IS NULL;
    INSERT INTO message_stems (message_stems, rowid, text) SELECT 'delete', old.id, old.text WHERE old.deleted_at IS NULL;
    INSERT INTO message_words (rowid, text) SELECT new.id, new.text WHERE new.deleted_at IS NULL;
    INSERT INTO message_stems (rowid, text) SELECT new.id, new.text WHERE new.deleted_at IS NULL;
END;
DROP TRIGGER message_gone;
CREATE TRIGGER message_gone AFTER DELETE ON message BEGIN
    UPDATE conversation SET messages = messages - 1 WHERE id = old.conversation_id AND old.deleted_at IS NULL;
    INSERT INTO message_words (message_words, rowid, text)
        SELECT 'delete', old.id, old.text WHERE old.state <> 'writing' AND old.deleted_at IS NULL;
    INSERT INTO message_stems (message_stems, rowid, text)
        SELECT 'delete', old.id, old.text WHERE old.state <> 'writing' AND old.deleted_at IS NULL;
END;

-- What was erased stays in an FTS5 index as a mark beside the old word until segments are merged. From now on a delete
-- takes the word out; merging once takes out what earlier deletes left.
INSERT INTO title_words   (title_words, rank)   VALUES ('secure-delete', 1);
INSERT INTO message_words (message_words, rank) VALUES ('secure-delete', 1);
INSERT INTO message_stems (message_stems, rank) VALUES ('secure-delete', 1);
INSERT INTO telling_stems (telling_stems, rank) VALUES ('secure-delete', 1);
INSERT INTO fact_words    (fact_words, rank)    VALUES ('secure-delete', 1);
INSERT INTO fact_stems    (fact_stems, rank)    VALUES ('secure-delete', 1);
INSERT INTO title_words   (title_words)   VALUES ('optimize');
INSERT INTO message_words (message_words) VALUES ('optimize');
INSERT INTO message_stems (message_stems) VALUES ('optimize');
INSERT INTO telling_stems (telling_stems) VALUES ('optimize');
INSERT INTO fact_words    (fact_words)    VALUES ('optimize');
INSERT INTO fact_stems    (fact_stems)    VALUES ('optimize');

-- An erasure that was asked for. The rows are gone in the same transaction; until `finished_at` is set, bytes of them
-- may still be in the files, and the next opening goes on with it.
CREATE TABLE erasure (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    asked_at    INTEGER NOT NULL,
    finished_at INTEGER,
    messages    INTEGER NOT NULL,
    facts       INTEGER NOT NULL
) STRICT;
CREATE INDEX erasure_pending ON erasure (id) WHERE finished_at IS NULL;

-- What must not be learned again: HMAC-SHA-256 of the normalised text under `secret`.`tombstones`.
CREATE TABLE tombstone (
    mark      BLOB    PRIMARY KEY,
    erased_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE secret (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE never_store (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    kind     TEXT    NOT NULL CHECK (kind IN ('phrase', 'card_number', 'iban', 'password')),
    text     TEXT    NOT NULL,
    added_at INTEGER NOT NULL,
    UNIQUE (kind, text)
) STRICT;

-- At most one row: older messages are erased.
CREATE TABLE retention (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    days       INTEGER NOT NULL CHECK (days > 0),
    set_at     INTEGER NOT NULL,
    applied_at INTEGER
) STRICT;
