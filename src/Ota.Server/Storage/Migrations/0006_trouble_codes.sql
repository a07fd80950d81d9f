-- state is what the reports so far say (TroubleCodeState), as JSON; the rest counts what was kept of one day, so that no vehicle fills
-- the database.
CREATE TABLE trouble_codes (
    vid TEXT NOT NULL PRIMARY KEY,
    state TEXT NOT NULL,
    day BIGINT NOT NULL,
    day_reports BIGINT NOT NULL,
    day_bytes BIGINT NOT NULL,
    left_out BIGINT NOT NULL
) /* clustered */;

-- The history: reports as they came, base64, since the tables that give codes their meaning change. The primary key is what a repeat is
-- recognised by; boot is 32 hexadecimal digits.
CREATE TABLE trouble_code_reports (
    vid TEXT NOT NULL,
    boot TEXT NOT NULL,
    stream BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    captured BIGINT NOT NULL,
    trusted BIGINT NOT NULL,
    received BIGINT NOT NULL,
    is_full BIGINT NOT NULL,
    payload TEXT NOT NULL,
    PRIMARY KEY (vid, boot, stream, seq)
) /* clustered */;

CREATE INDEX trouble_code_reports_captured ON trouble_code_reports (vid, captured, boot, stream, seq);

CREATE INDEX trouble_code_reports_full ON trouble_code_reports (vid, is_full, captured);
