CREATE TABLE claims (
    id TEXT NOT NULL PRIMARY KEY,
    vehicle BIGINT NOT NULL,
    secret_hash TEXT NOT NULL,
    operator TEXT NOT NULL,
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    used BIGINT NULL,
    revoked BIGINT NULL
) /* clustered */;

CREATE INDEX claims_vehicle ON claims (vehicle);

CREATE TABLE vehicle_certificates (
    fingerprint TEXT NOT NULL PRIMARY KEY,
    vehicle BIGINT NOT NULL,
    issued BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    revoked BIGINT NULL
) /* clustered */;

CREATE INDEX vehicle_certificates_vehicle ON vehicle_certificates (vehicle);

CREATE INDEX vehicle_certificates_revoked ON vehicle_certificates (revoked);
