-- How far a bundle is stands in no column: its change says it (table changes, by subject), so that nothing can disagree. What is
-- here of the images is in the manifest too; it is kept apart for questions that go over all bundles.
CREATE TABLE bundles (
    number BIGINT NOT NULL PRIMARY KEY,
    digest TEXT NOT NULL,
    title TEXT NOT NULL,
    version TEXT NOT NULL,
    role TEXT NOT NULL,
    manifest TEXT NOT NULL,
    creator TEXT NOT NULL,
    created BIGINT NOT NULL,
    withdrawn BIGINT NULL,
    withdrawal_reason TEXT NOT NULL,
    withdrawer TEXT NOT NULL
) /* clustered */;

CREATE UNIQUE INDEX bundles_digest ON bundles (digest);

CREATE TABLE bundle_images (
    bundle BIGINT NOT NULL,
    position BIGINT NOT NULL,
    path TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    sha512 TEXT NOT NULL,
    length BIGINT NOT NULL,
    hardware_ids TEXT NOT NULL,
    release_counter BIGINT NOT NULL,
    PRIMARY KEY (bundle, position)
) /* clustered */;

CREATE INDEX bundle_images_path ON bundle_images (path);

CREATE INDEX bundle_images_sha256 ON bundle_images (sha256);
