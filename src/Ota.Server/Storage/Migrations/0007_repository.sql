-- Signed metadata as it is served: content is the file itself (UTF-8, a copy byte for byte), length its bytes. A file never changes;
-- timestamp.json alone is replaced.
CREATE TABLE metadata_files (
    repository TEXT NOT NULL,
    file TEXT NOT NULL,
    role TEXT NOT NULL,
    version BIGINT NOT NULL,
    length BIGINT NOT NULL,
    published_at BIGINT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (repository, file)
);

CREATE INDEX metadata_files_role ON metadata_files (repository, role, version);

-- A root of the Image repository that cannot go live before the targets are signed by its keys.
CREATE TABLE waiting_root (
    repository TEXT NOT NULL PRIMARY KEY,
    content TEXT NOT NULL
);

-- kind: bundle, withdrawal, delegation, delegation_end, renewal; state: open, published, dropped. draft is the file without signatures,
-- edit what it was made by; bound_to is "root" or the id of the change that it goes live with. key_ids and summary are JSON.
CREATE TABLE changes (
    id TEXT NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    subject TEXT NOT NULL,
    role TEXT NOT NULL,
    version BIGINT NOT NULL,
    draft TEXT NOT NULL,
    edit TEXT NOT NULL,
    bound_to TEXT NOT NULL,
    key_ids TEXT NOT NULL,
    threshold BIGINT NOT NULL,
    summary TEXT NOT NULL,
    creator TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    published_at BIGINT NULL
);

CREATE UNIQUE INDEX changes_number ON changes (number);

CREATE INDEX changes_subject ON changes (subject);

CREATE INDEX changes_state ON changes (state, number);

CREATE TABLE change_signatures (
    change_id TEXT NOT NULL,
    key_id TEXT NOT NULL,
    signature TEXT NOT NULL,
    submitter TEXT NOT NULL,
    submitted_at BIGINT NOT NULL,
    PRIMARY KEY (change_id, key_id)
) /* clustered */;

-- Every name that an image ever had, whoever described it: a name is never used for other content.
CREATE TABLE published_paths (
    path TEXT NOT NULL PRIMARY KEY,
    sha256 TEXT NOT NULL,
    published_at BIGINT NOT NULL
) /* clustered */;
