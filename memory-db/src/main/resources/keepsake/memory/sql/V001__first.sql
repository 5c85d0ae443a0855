-- The first schema. Times are milliseconds since 1970 (UTC). Ids are never reused (AUTOINCREMENT).
-- Once released, this file never changes; changes are new files.

CREATE TABLE conversation (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    title       TEXT    NOT NULL DEFAULT '',
    started_at  INTEGER NOT NULL,
    changed_at  INTEGER NOT NULL,
    messages    INTEGER NOT NULL DEFAULT 0,   -- kept by triggers, so that the list needs no counting
    deleted_at  INTEGER
) STRICT;
CREATE INDEX conversation_listed ON conversation (changed_at DESC, id DESC) WHERE deleted_at IS NULL AND messages > 0;

-- Everything that was said, verbatim, as a tree: an edit or a second answer is another child of the same parent.
CREATE TABLE message (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id INTEGER NOT NULL REFERENCES conversation (id),
    parent_id       INTEGER REFERENCES message (id),
    role            TEXT    NOT NULL CHECK (role IN ('user', 'assistant')),
    text            TEXT    NOT NULL,
    said_at         INTEGER NOT NULL,
    state           TEXT    NOT NULL CHECK (state IN ('writing', 'complete', 'stopped', 'interrupted', 'failed')),
    made_by         TEXT,
    problem         TEXT,
    writer          TEXT,                     -- who is writing the answer: process/start/opening; null when it is whole
    told            TEXT,                     -- what the user tells about their life in it; null when nothing
    told_key        TEXT                      -- `told` normalised, to index the same telling once
) STRICT;
CREATE INDEX message_of_conversation ON message (conversation_id, id);
CREATE INDEX message_of_parent ON message (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX message_being_written ON message (id) WHERE state = 'writing';
CREATE INDEX message_told ON message (told_key) WHERE told_key IS NOT NULL;

-- The memories an answer was given, in order.
CREATE TABLE memory_given (
    message_id INTEGER NOT NULL REFERENCES message (id),
    position   INTEGER NOT NULL,
    memory     TEXT    NOT NULL,              -- m12 or f3; no reference, erasing a memory leaves a hole
    PRIMARY KEY (message_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE fact (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    subject          TEXT    NOT NULL,
    statement        TEXT    NOT NULL,
    statement_key    TEXT    NOT NULL,        -- the statement's words, folded; equal keys say the same
    kind             TEXT    NOT NULL CHECK (kind IN ('world', 'preference', 'relationship', 'belief', 'procedure', 'profile')),
    status           TEXT    NOT NULL CHECK (status IN ('candidate', 'active', 'superseded', 'archived', 'quarantined', 'retracted')),
    confidence       REAL    NOT NULL CHECK (confidence BETWEEN 0 AND 1),
    pinned           INTEGER NOT NULL DEFAULT 0 CHECK (pinned IN (0, 1)),
    valid_from       INTEGER,                 -- when it was true
    valid_to         INTEGER,
    recorded_at      INTEGER NOT NULL,        -- when we knew
    superseded_at    INTEGER,
    superseded_by    INTEGER REFERENCES fact (id),
    retracted_at     INTEGER,
    strength         REAL    NOT NULL DEFAULT 1,
    last_recalled_at INTEGER,
    recall_count     INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX fact_listed ON fact (pinned DESC, id DESC) WHERE status = 'active';
CREATE INDEX fact_by_key ON fact (subject, statement_key);

-- No source, no fact.
CREATE TABLE fact_source (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    fact_id    INTEGER NOT NULL REFERENCES fact (id),
    message_id INTEGER NOT NULL REFERENCES message (id),
    quote      TEXT    NOT NULL,
    UNIQUE (fact_id, message_id, quote)
) STRICT;
CREATE INDEX fact_source_message ON fact_source (message_id);

-- Values the user confirmed, by WHATWG autofill name, and those they refused.
CREATE TABLE identity_field (
    name       TEXT    PRIMARY KEY,
    value      TEXT    NOT NULL,
    set_at     INTEGER NOT NULL,
    message_id INTEGER REFERENCES message (id),
    quote      TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE identity_dismissed (
    name         TEXT    NOT NULL,
    value_key    TEXT    NOT NULL,
    dismissed_at INTEGER NOT NULL,
    PRIMARY KEY (name, value_key)
) STRICT, WITHOUT ROWID;

-- What the user told, once per telling: the messages that can be evidence. Apart from `message`, so that asking a
-- question changes no statistics and the same question finds the same evidence again.
CREATE TABLE telling (
    message_id INTEGER PRIMARY KEY REFERENCES message (id),
    key        TEXT    NOT NULL UNIQUE,
    text       TEXT    NOT NULL
) STRICT;

-- Text indexes. *_words finds what a person types, prefixes included, so it must not stem;
-- *_stems finds what is meant. Each reads its text from the table or view it agrees with, so that it can be checked.
CREATE VIEW message_whole AS SELECT id, text FROM message WHERE state <> 'writing';
CREATE VIEW fact_active AS SELECT id, statement FROM fact WHERE status = 'active';
CREATE VIRTUAL TABLE title_words   USING fts5 (title, content='conversation', content_rowid='id', tokenize='unicode61 remove_diacritics 2', prefix='1 2 3');
CREATE VIRTUAL TABLE message_words USING fts5 (text, content='message_whole', content_rowid='id', tokenize='unicode61 remove_diacritics 2', prefix='2 3');
CREATE VIRTUAL TABLE message_stems USING fts5 (text, content='message_whole', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE telling_stems USING fts5 (text, content='telling', content_rowid='message_id', tokenize='porter unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE fact_words    USING fts5 (statement, content='fact', content_rowid='id', tokenize='unicode61 remove_diacritics 2', prefix='1 2 3');
CREATE VIRTUAL TABLE fact_stems    USING fts5 (statement, content='fact_active', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2');

CREATE TRIGGER conversation_added AFTER INSERT ON conversation BEGIN
    INSERT INTO title_words (rowid, title) VALUES (new.id, new.title);
END;
CREATE TRIGGER conversation_renamed AFTER UPDATE OF title ON conversation BEGIN
    INSERT INTO title_words (title_words, rowid, title) VALUES ('delete', old.id, old.title);
    INSERT INTO title_words (rowid, title) VALUES (new.id, new.title);
END;
CREATE TRIGGER conversation_gone AFTER DELETE ON conversation BEGIN
    INSERT INTO title_words (title_words, rowid, title) VALUES ('delete', old.id, old.title);
END;

-- An answer is indexed when it is whole: it changes every second until then. An external-content index must be told
-- exactly what it was given; a row that is being written was given the empty text.
CREATE TRIGGER message_added AFTER INSERT ON message BEGIN
    UPDATE conversation SET messages = messages + 1 WHERE id = new.conversation_id;
    INSERT INTO message_words (rowid, text) SELECT new.id, new.text WHERE new.state <> 'writing';
    INSERT INTO message_stems (rowid, text) SELECT new.id, new.text WHERE new.state <> 'writing';
END;
CREATE TRIGGER message_changed AFTER UPDATE OF text, state ON message WHEN old.state <> 'writing' OR new.state <> 'writing' BEGIN
    INSERT INTO message_words (message_words, rowid, text) SELECT 'delete', old.id, old.text WHERE old.state <> 'writing';
    INSERT INTO message_stems (message_stems, rowid, text) SELECT 'delete', old.id, old.text WHERE old.state <> 'writing';
    INSERT INTO message_words (rowid, text) SELECT new.id, new.text WHERE new.state <> 'writing';
    INSERT INTO message_stems (rowid, text) SELECT new.id, new.text WHERE new.state <> 'writing';
END;
CREATE TRIGGER message_gone AFTER DELETE ON message BEGIN
    UPDATE conversation SET messages = messages - 1 WHERE id = old.conversation_id;
    INSERT INTO message_words (message_words, rowid, text) SELECT 'delete', old.id, old.text WHERE old.state <> 'writing';
    INSERT INTO message_stems (message_stems, rowid, text) SELECT 'delete', old.id, old.text WHERE old.state <> 'writing';
END;

CREATE TRIGGER telling_added AFTER INSERT ON telling BEGIN
    INSERT INTO telling_stems (rowid, text) VALUES (new.message_id, new.text);
END;
CREATE TRIGGER telling_gone AFTER DELETE ON telling BEGIN
    INSERT INTO telling_stems (telling_stems, rowid, text) VALUES ('delete', old.message_id, old.text);
END;

-- Facts of every status are in fact_words (history is searchable later); only active ones in fact_stems, so that
-- forgetting changes what is recalled, statistics included.
CREATE TRIGGER fact_added AFTER INSERT ON fact BEGIN
    INSERT INTO fact_words (rowid, statement) VALUES (new.id, new.statement);
    INSERT INTO fact_stems (rowid, statement) SELECT new.id, new.statement WHERE new.status = 'active';
END;
CREATE TRIGGER fact_changed AFTER UPDATE OF statement, status ON fact BEGIN
    INSERT INTO fact_words (fact_words, rowid, statement) VALUES ('delete', old.id, old.statement);
    INSERT INTO fact_words (rowid, statement) VALUES (new.id, new.statement);
    INSERT INTO fact_stems (fact_stems, rowid, statement) SELECT 'delete', old.id, old.statement WHERE old.status = 'active';
    INSERT INTO fact_stems (rowid, statement) SELECT new.id, new.statement WHERE new.status = 'active';
END;
CREATE TRIGGER fact_gone AFTER DELETE ON fact BEGIN
    INSERT INTO fact_words (fact_words, rowid, statement) VALUES ('delete', old.id, old.statement);
    INSERT INTO fact_stems (fact_stems, rowid, statement) SELECT 'delete', old.id, old.statement WHERE old.status = 'active';
END;
