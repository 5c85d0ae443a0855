-- What the user said is not so, as HMAC-SHA-256 under `secret`.`tombstones`. Until now it was a hash without a key, which
-- guesses could be tried on without the key; SQLite has no HMAC, so opening the memory moves those rows here.
CREATE TABLE dismissal (
    mark         BLOB    PRIMARY KEY,
    dismissed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
