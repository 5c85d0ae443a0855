-- Vectors: what messages and facts mean, as an embedding model sees it. Kinds are the letters of memory ids: m, f.
-- Values that identify the user (identity_field) are never embedded.

CREATE TABLE embedding_model (
    id         INTEGER PRIMARY KEY,
    name       TEXT    NOT NULL UNIQUE,
    dimensions INTEGER NOT NULL CHECK (dimensions > 0),
    embedded   INTEGER NOT NULL DEFAULT 0     -- how many rows of `embedding` are its; kept by triggers
) STRICT;

-- A vector is never changed: a new one has a new id. Who has read up to an id needs only the rows after it, in
-- whatever process they were written. The value of dimension i is scale * vector[i], each a signed byte.
CREATE TABLE embedding (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    kind   TEXT    NOT NULL CHECK (kind IN ('m', 'f')),
    number INTEGER NOT NULL,                  -- of the message or fact
    model  INTEGER NOT NULL REFERENCES embedding_model (id),
    scale  REAL    NOT NULL,
    vector BLOB    NOT NULL
) STRICT;
CREATE UNIQUE INDEX embedding_of ON embedding (kind, number);

-- What has no vector of the current model yet. A queue, so that starting needs no search for gaps.
CREATE TABLE embedding_due (
    kind   TEXT    NOT NULL CHECK (kind IN ('m', 'f')),
    number INTEGER NOT NULL,
    PRIMARY KEY (kind, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE embedding_state (
    one      INTEGER PRIMARY KEY CHECK (one = 1),
    model    INTEGER REFERENCES embedding_model (id),
    erasures INTEGER NOT NULL DEFAULT 0       -- goes up when a vector is erased: older index files are no longer valid
) STRICT;
INSERT INTO embedding_state (one) VALUES (1);

INSERT INTO embedding_due (kind, number) SELECT 'm', id FROM message WHERE state <> 'writing' AND text <> '';
INSERT INTO embedding_due (kind, number) SELECT 'f', id FROM fact;

CREATE TRIGGER embedding_added AFTER INSERT ON embedding BEGIN
    UPDATE embedding_model SET embedded = embedded + 1 WHERE id = new.model;
END;
CREATE TRIGGER embedding_removed AFTER DELETE ON embedding BEGIN
    UPDATE embedding_model SET embedded = embedded - 1 WHERE id = old.model;
END;

-- An answer is embedded when it is whole. A text that changed has its old vector no longer.
CREATE TRIGGER message_to_embed AFTER INSERT ON message WHEN new.state <> 'writing' AND new.text <> '' BEGIN
    INSERT OR IGNORE INTO embedding_due (kind, number) VALUES ('m', new.id);
END;
CREATE TRIGGER message_to_embed_again AFTER UPDATE OF text, state ON message
WHEN new.state <> 'writing' AND (old.state = 'writing' OR old.text <> new.text) BEGIN
    UPDATE embedding_state SET erasures = erasures + 1 WHERE EXISTS (SELECT 1 FROM embedding WHERE kind = 'm' AND number = new.id);
    DELETE FROM embedding WHERE kind = 'm' AND number = new.id;
    INSERT OR IGNORE INTO embedding_due (kind, number) SELECT 'm', new.id WHERE new.text <> '';
END;
CREATE TRIGGER message_not_to_embed AFTER DELETE ON message BEGIN
    UPDATE embedding_state SET erasures = erasures + 1 WHERE EXISTS (SELECT 1 FROM embedding WHERE kind = 'm' AND number = old.id);
    DELETE FROM embedding WHERE kind = 'm' AND number = old.id;
    DELETE FROM embedding_due WHERE kind = 'm' AND number = old.id;
END;

CREATE TRIGGER fact_to_embed AFTER INSERT ON fact BEGIN
    INSERT OR IGNORE INTO embedding_due (kind, number) VALUES ('f', new.id);
END;
CREATE TRIGGER fact_to_embed_again AFTER UPDATE OF subject, statement ON fact
WHEN old.subject <> new.subject OR old.statement <> new.statement BEGIN
    UPDATE embedding_state SET erasures = erasures + 1 WHERE EXISTS (SELECT 1 FROM embedding WHERE kind = 'f' AND number = new.id);
    DELETE FROM embedding WHERE kind = 'f' AND number = new.id;
    INSERT OR IGNORE INTO embedding_due (kind, number) VALUES ('f', new.id);
END;
CREATE TRIGGER fact_not_to_embed AFTER DELETE ON fact BEGIN
    UPDATE embedding_state SET erasures = erasures + 1 WHERE EXISTS (SELECT 1 FROM embedding WHERE kind = 'f' AND number = old.id);
    DELETE FROM embedding WHERE kind = 'f' AND number = old.id;
    DELETE FROM embedding_due WHERE kind = 'f' AND number = old.id;
END;
