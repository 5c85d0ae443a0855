-- Where conversations come from, and names that outlive this file: ids are numbers of one database, keys are the same
-- in every copy, so that importing twice adds nothing and an export can be read back.

ALTER TABLE conversation ADD COLUMN origin TEXT NOT NULL DEFAULT 'keepsake';  -- keepsake, chatgpt, claude, markdown, …
ALTER TABLE conversation ADD COLUMN external_key TEXT;                        -- as its origin names it
ALTER TABLE message ADD COLUMN external_key TEXT;                             -- unique in its conversation
ALTER TABLE message ADD COLUMN speaker TEXT;                                  -- a person's name, when it is neither the user nor the assistant
ALTER TABLE message ADD COLUMN trust TEXT NOT NULL DEFAULT 'said' CHECK (trust IN ('said', 'imported'));
ALTER TABLE fact ADD COLUMN external_key TEXT;

UPDATE conversation SET external_key = lower(hex(randomblob(16)));
UPDATE message SET external_key = lower(hex(randomblob(16)));
UPDATE fact SET external_key = lower(hex(randomblob(16)));

CREATE UNIQUE INDEX conversation_external ON conversation (origin, external_key);
CREATE UNIQUE INDEX message_external ON message (conversation_id, external_key);
CREATE UNIQUE INDEX fact_external ON fact (external_key);

-- Whoever adds a row need not think of its key.
CREATE TRIGGER conversation_keyed AFTER INSERT ON conversation WHEN new.external_key IS NULL BEGIN
    UPDATE conversation SET external_key = lower(hex(randomblob(16))) WHERE id = new.id;
END;
CREATE TRIGGER message_keyed AFTER INSERT ON message WHEN new.external_key IS NULL BEGIN
    UPDATE message SET external_key = lower(hex(randomblob(16))) WHERE id = new.id;
END;
CREATE TRIGGER fact_keyed AFTER INSERT ON fact WHEN new.external_key IS NULL BEGIN
    UPDATE fact SET external_key = lower(hex(randomblob(16))) WHERE id = new.id;
END;
