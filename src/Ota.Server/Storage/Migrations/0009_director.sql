-- What vehicles were told, append-only: the greatest number counts. bundle is a digest, or empty where all was taken back; images is JSON.
CREATE TABLE director_assignments (
    vid TEXT NOT NULL,
    number BIGINT NOT NULL,
    time BIGINT NOT NULL,
    operator TEXT NOT NULL,
    bundle TEXT NOT NULL,
    images TEXT NOT NULL,
    PRIMARY KEY (vid, number)
) /* clustered */;

-- The newest signed files of each vehicle that ever asked, and what a vehicle in the middle of a refresh may still ask for. version only
-- rises. A file has a line with its version, the time of its signature and the key in front of it; empty for none.
CREATE TABLE director_files (
    vid TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    assignment BIGINT NOT NULL,
    targets TEXT NOT NULL,
    snapshot TEXT NOT NULL,
    timestamp TEXT NOT NULL,
    earlier_targets TEXT NOT NULL,
    earlier_snapshot TEXT NOT NULL
);
