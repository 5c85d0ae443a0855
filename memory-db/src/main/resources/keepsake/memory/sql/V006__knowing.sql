-- Candidate facts, found by rule in what the user says, and attributes that have one value at a time.

ALTER TABLE fact ADD COLUMN attribute TEXT;   -- what this is a value of, `user.city`; null for what can be many
ALTER TABLE fact ADD COLUMN sense TEXT;       -- statement_key without the words that change nothing ("now", "really"); null in older rows
CREATE INDEX fact_of_attribute ON fact (attribute) WHERE attribute IS NOT NULL AND status = 'active';
CREATE INDEX fact_by_sense ON fact (subject, sense) WHERE sense IS NOT NULL;
CREATE INDEX fact_candidate ON fact (id DESC) WHERE status = 'candidate';

-- What the user said is not so. A hash, so that nothing of the words stays.
CREATE TABLE candidate_dismissed (
    key          TEXT    PRIMARY KEY,         -- SHA-256 of subject and sense
    dismissed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- How far the messages were read for candidates.
CREATE TABLE candidate_cursor (
    only_row   INTEGER PRIMARY KEY CHECK (only_row = 1),
    message_id INTEGER NOT NULL               -- the last one read; no reference, erasing it changes nothing
) STRICT;
INSERT INTO candidate_cursor (only_row, message_id) VALUES (1, 0);
