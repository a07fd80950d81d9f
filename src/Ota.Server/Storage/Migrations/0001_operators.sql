CREATE TABLE operators (
    name TEXT NOT NULL PRIMARY KEY,
    roles TEXT NOT NULL,
    created BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    disabled BIGINT NULL
);

CREATE TABLE credentials (
    id TEXT NOT NULL PRIMARY KEY,
    operator TEXT NOT NULL REFERENCES operators (name),
    kind TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    revoked BIGINT NULL,
    last_used TEXT NOT NULL
);

CREATE UNIQUE INDEX credentials_fingerprint ON credentials (kind, fingerprint);

CREATE INDEX credentials_operator ON credentials (operator, created);
