-- Who and what is spoken of, how memories hang together, and which were of use. Derived from messages by rules; every
-- name is there because a message that is there says it.

-- A person, a place or a thing.
CREATE TABLE entity (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    kind     TEXT    NOT NULL CHECK (kind IN ('person', 'place', 'thing')),
    name     TEXT    NOT NULL,
    named_by TEXT    NOT NULL DEFAULT 'rule' CHECK (named_by IN ('rule', 'user')),
    made_at  INTEGER NOT NULL
) STRICT;

-- What it is called: "Anna", "Anna Schmidt", "my sister". One key belongs to one entity.
CREATE TABLE entity_alias (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    entity_id INTEGER NOT NULL REFERENCES entity (id),
    key       TEXT    NOT NULL UNIQUE,        -- the words, folded; of a relation: whose, a slash, which
    text      TEXT    NOT NULL,               -- as it was said first, of those mentions that are there
    placed    TEXT    NOT NULL CHECK (placed IN ('own', 'rule', 'user'))  -- founded the entity; joined it by rule, or by the user
) STRICT;
CREATE INDEX entity_alias_of ON entity_alias (entity_id);

-- Who says that a relation is a name: "my sister is called Anna".
CREATE TABLE entity_same (
    alias_id   INTEGER NOT NULL REFERENCES entity_alias (id),
    name_id    INTEGER NOT NULL REFERENCES entity_alias (id),
    message_id INTEGER NOT NULL REFERENCES message (id),
    PRIMARY KEY (alias_id, name_id, message_id)
) STRICT;
CREATE INDEX entity_same_name ON entity_same (name_id);
CREATE INDEX entity_same_message ON entity_same (message_id);

-- Where it is mentioned. No source, no entity.
CREATE TABLE entity_mention (
    alias_id   INTEGER NOT NULL REFERENCES entity_alias (id),
    message_id INTEGER NOT NULL REFERENCES message (id),
    said       TEXT    NOT NULL,
    PRIMARY KEY (alias_id, message_id)
) STRICT;
CREATE INDEX entity_mention_message ON entity_mention (message_id);

CREATE TABLE entity_fact (
    alias_id INTEGER NOT NULL REFERENCES entity_alias (id),
    fact_id  INTEGER NOT NULL REFERENCES fact (id),
    PRIMARY KEY (alias_id, fact_id)
) STRICT;
CREATE INDEX entity_fact_fact ON entity_fact (fact_id);

-- The days of which a message tells: "yesterday", said on 8 May, tells of 7 May. Days since 1970.
CREATE TABLE message_time (
    message_id INTEGER NOT NULL REFERENCES message (id),
    first_day  INTEGER NOT NULL,
    last_day   INTEGER NOT NULL,
    PRIMARY KEY (message_id, first_day, last_day)
) STRICT;
CREATE INDEX message_time_days ON message_time (first_day, last_day);

-- How two memories hang together; ends are ids as m12 and f3. Goes when an end goes, or a source of an end.
CREATE TABLE link (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    kind    TEXT    NOT NULL CHECK (kind IN ('same_entity', 'follows', 'contradicts', 'related')),
    "from"  TEXT    NOT NULL,
    "to"    TEXT    NOT NULL,
    why     TEXT    NOT NULL,
    run     INTEGER,                          -- of reflection; null when no run made it
    made_at INTEGER NOT NULL,
    UNIQUE (kind, "from", "to")
) STRICT;
CREATE INDEX link_to ON link ("to");
CREATE INDEX link_run ON link (run) WHERE run IS NOT NULL;

-- What is to be looked at: messages after the last one, and facts that are new or changed.
CREATE TABLE link_state (
    one     INTEGER PRIMARY KEY CHECK (one = 1),
    message INTEGER NOT NULL                  -- no reference, erasing it changes nothing
) STRICT;
INSERT INTO link_state (one, message) VALUES (1, 0);
CREATE TABLE link_due (fact INTEGER PRIMARY KEY) STRICT;
INSERT INTO link_due (fact) SELECT id FROM fact;
CREATE TRIGGER link_fact_new AFTER INSERT ON fact BEGIN
    INSERT OR IGNORE INTO link_due (fact) VALUES (new.id);
END;
CREATE TRIGGER link_fact_changed AFTER UPDATE OF subject, statement, status, attribute, superseded_by ON fact BEGIN
    INSERT OR IGNORE INTO link_due (fact) VALUES (new.id);
END;
CREATE TRIGGER link_fact_gone AFTER DELETE ON fact BEGIN
    DELETE FROM link_due WHERE fact = old.id;
END;

-- Which memories recall found for an answer, best first, and what became of them. Of the question only its id.
CREATE TABLE recall_use (
    answer      INTEGER NOT NULL REFERENCES message (id),
    rank        INTEGER NOT NULL,             -- from 1
    memory      TEXT    NOT NULL,             -- m12 or f3
    question    INTEGER NOT NULL REFERENCES message (id),
    recalled_at INTEGER NOT NULL,
    given       INTEGER NOT NULL CHECK (given IN (0, 1)),   -- the model got it
    cited       INTEGER NOT NULL CHECK (cited IN (0, 1)),   -- the answer says what it says
    PRIMARY KEY (answer, rank)
) STRICT;
CREATE INDEX recall_use_memory ON recall_use (memory);
CREATE INDEX recall_use_question ON recall_use (question);
CREATE INDEX recall_use_at ON recall_use (recalled_at);
