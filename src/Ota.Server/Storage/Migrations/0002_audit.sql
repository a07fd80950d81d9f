CREATE TABLE audit (
    sequence BIGINT NOT NULL PRIMARY KEY,
    time BIGINT NOT NULL,
    stage BIGINT NOT NULL,
    call_id TEXT NOT NULL,
    actor TEXT NOT NULL,
    credential TEXT NOT NULL,
    method TEXT NOT NULL,
    peer TEXT NOT NULL,
    outcome TEXT NOT NULL,
    request_digest TEXT NOT NULL,
    summary TEXT NOT NULL,
    hash TEXT NOT NULL
);
