-- Reflection: jobs that go through what was said, what they changed, and what they wrote.

-- How far each job has come.
CREATE TABLE job (
    name        TEXT    PRIMARY KEY,
    cursor      INTEGER NOT NULL DEFAULT 0,   -- the last row it went through by rules
    thought     INTEGER NOT NULL DEFAULT 0,   -- the last row it went through with a model
    finished_at INTEGER                       -- when it last came to its end
) STRICT, WITHOUT ROWID;
INSERT INTO job (name) VALUES ('segment'), ('summarise'), ('extract'), ('consolidate'), ('link'), ('fade'), ('profile');

-- At most one run goes on. Who holds it is `process/start/opening`, as with answers that are being written.
CREATE TABLE job_lease (
    one    INTEGER PRIMARY KEY CHECK (one = 1),
    holder TEXT
) STRICT;
INSERT INTO job_lease (one) VALUES (1);

-- Runs that changed something.
CREATE TABLE job_run (
    id         INTEGER PRIMARY KEY,
    jobs       TEXT    NOT NULL,              -- names with commas
    started_at INTEGER NOT NULL,
    ended_at   INTEGER,
    state      TEXT    NOT NULL CHECK (state IN ('running', 'done', 'stopped', 'undone')),
    made_by    TEXT,                          -- the model; null for rules
    erased     INTEGER NOT NULL DEFAULT 0     -- changes that went with what they came from
) STRICT;

-- Rows a run changed, each once per job, as they were before and are after, as JSON. Gone when the run is undone, and
-- when something they came from is erased.
CREATE TABLE job_change (
    id         INTEGER PRIMARY KEY,
    run_id     INTEGER NOT NULL REFERENCES job_run (id),
    job        TEXT    NOT NULL,
    table_name TEXT    NOT NULL,
    row_id     INTEGER NOT NULL,
    thing      TEXT    NOT NULL,              -- what the row is part of: f3, e2, c5, p4
    message_id INTEGER,                       -- as the row names them; no references, so that nothing is in the way
    fact_id    INTEGER,
    before     TEXT,
    after      TEXT,
    UNIQUE (run_id, job, table_name, row_id)
) STRICT;
CREATE INDEX job_change_thing ON job_change (thing);
CREATE INDEX job_change_message ON job_change (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX job_change_fact ON job_change (fact_id) WHERE fact_id IS NOT NULL;

-- What a run decided, and what is not to be decided again because it was undone. Names and numbers, no words.
CREATE TABLE job_decision (
    run_id INTEGER NOT NULL REFERENCES job_run (id),
    key    TEXT    NOT NULL,
    PRIMARY KEY (run_id, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE job_dismissed (
    key          TEXT    PRIMARY KEY,
    dismissed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Messages that belong together, in their order.
CREATE TABLE episode (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id INTEGER NOT NULL REFERENCES conversation (id),
    first_message   INTEGER NOT NULL,
    last_message    INTEGER NOT NULL,
    messages        INTEGER NOT NULL,
    began_at        INTEGER NOT NULL,
    ended_at        INTEGER NOT NULL,
    closed_at       INTEGER,                  -- null while messages may follow
    title           TEXT    NOT NULL DEFAULT '',
    made_by         TEXT,                     -- the model that wrote title and summary; null for rules
    summed          INTEGER NOT NULL DEFAULT 0 CHECK (summed IN (0, 1))
) STRICT;
CREATE INDEX episode_open ON episode (conversation_id) WHERE closed_at IS NULL;
CREATE INDEX episode_to_sum ON episode (id) WHERE summed = 0 AND closed_at IS NOT NULL;
CREATE INDEX episode_of_conversation ON episode (conversation_id, id);

CREATE TABLE episode_message (
    message_id INTEGER PRIMARY KEY REFERENCES message (id),
    episode_id INTEGER NOT NULL REFERENCES episode (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX message_of_episode ON episode_message (episode_id, message_id);

-- Its summary: sentences, each with the message it is from and the words there that say so.
CREATE TABLE episode_sentence (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    episode_id INTEGER NOT NULL REFERENCES episode (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    text       TEXT    NOT NULL,
    message_id INTEGER NOT NULL REFERENCES message (id),
    quote      TEXT    NOT NULL
) STRICT;
CREATE INDEX sentence_of_episode ON episode_sentence (episode_id, position);
CREATE INDEX sentence_of_message ON episode_sentence (message_id);

-- The second level: one paragraph for what fell out of sight of a long conversation, made of its episodes' sentences.
CREATE TABLE conversation_summary (
    id       INTEGER PRIMARY KEY REFERENCES conversation (id),
    up_to    INTEGER NOT NULL,                -- the last message it covers
    episodes INTEGER NOT NULL
) STRICT;
CREATE TABLE conversation_sentence (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id INTEGER NOT NULL REFERENCES conversation_summary (id) ON DELETE CASCADE,
    position        INTEGER NOT NULL,
    text            TEXT    NOT NULL,
    message_id      INTEGER NOT NULL REFERENCES message (id)
) STRICT;
CREATE INDEX sentence_of_conversation ON conversation_sentence (conversation_id, position);
CREATE INDEX conversation_sentence_message ON conversation_sentence (message_id);

-- "About you", every version. The text is only in its sentences, each with its facts.
CREATE TABLE profile (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    made_at INTEGER NOT NULL,
    made_by TEXT
) STRICT;
CREATE TABLE profile_sentence (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    profile_id INTEGER NOT NULL REFERENCES profile (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    text       TEXT    NOT NULL
) STRICT;
CREATE INDEX sentence_of_profile ON profile_sentence (profile_id, position);
CREATE TABLE profile_source (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    profile_id  INTEGER NOT NULL REFERENCES profile (id) ON DELETE CASCADE,
    sentence_id INTEGER NOT NULL REFERENCES profile_sentence (id) ON DELETE CASCADE,
    fact_id     INTEGER NOT NULL REFERENCES fact (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX source_of_sentence ON profile_source (sentence_id);
CREATE INDEX profile_source_fact ON profile_source (fact_id);
CREATE INDEX profile_source_profile ON profile_source (profile_id);

ALTER TABLE fact ADD COLUMN archived_at INTEGER;  -- when it faded
CREATE INDEX fact_superseded ON fact (superseded_at) WHERE superseded_at IS NOT NULL;

-- Facts to be compared with those there are: new, or with another status or statement.
CREATE TABLE fact_due (fact INTEGER PRIMARY KEY) STRICT;
INSERT INTO fact_due (fact) SELECT id FROM fact WHERE status IN ('candidate', 'active');
CREATE TRIGGER fact_to_consolidate AFTER INSERT ON fact WHEN new.status IN ('candidate', 'active') BEGIN
    INSERT OR IGNORE INTO fact_due (fact) VALUES (new.id);
END;
CREATE TRIGGER fact_to_consolidate_again AFTER UPDATE OF status, statement, attribute ON fact
WHEN new.status IN ('candidate', 'active') BEGIN
    INSERT OR IGNORE INTO fact_due (fact) VALUES (new.id);
END;
CREATE TRIGGER fact_not_to_consolidate AFTER DELETE ON fact BEGIN
    DELETE FROM fact_due WHERE fact = old.id;
END;

-- A candidate can be taken away; what ties it to entities and to other facts goes with it and is made again if it comes
-- back.
CREATE TRIGGER fact_untied BEFORE DELETE ON fact BEGIN
    DELETE FROM entity_fact WHERE fact_id = old.id;
    DELETE FROM link WHERE "from" = 'f' || old.id OR "to" = 'f' || old.id;
END;
