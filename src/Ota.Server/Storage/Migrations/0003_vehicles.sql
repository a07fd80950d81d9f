-- number is for joins inside this database and shows nowhere but in page tokens: a vid is random, and rows in random order cost a bulk
-- load more than all the rest. The VIN is in vins and nowhere else.
CREATE TABLE vehicles (
    number BIGINT NOT NULL PRIMARY KEY,
    vid TEXT NOT NULL,
    model TEXT NOT NULL,
    year BIGINT NOT NULL,
    plant TEXT NOT NULL,
    market TEXT NOT NULL,
    trim TEXT NOT NULL,
    powertrain TEXT NOT NULL,
    status BIGINT NOT NULL,
    status_reason TEXT NOT NULL,
    registered BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    tenure BIGINT NOT NULL,
    tenure_start BIGINT NULL,
    events BIGINT NOT NULL
) /* clustered */;

CREATE UNIQUE INDEX vehicles_vid ON vehicles (vid);

CREATE TABLE vins (
    vin TEXT NOT NULL PRIMARY KEY,
    vehicle BIGINT NOT NULL
) /* clustered */;

CREATE UNIQUE INDEX vins_vehicle ON vins (vehicle);

CREATE TABLE vin_lookups (
    id TEXT NOT NULL PRIMARY KEY,
    time BIGINT NOT NULL,
    operator TEXT NOT NULL,
    credential TEXT NOT NULL,
    method TEXT NOT NULL,
    purpose TEXT NOT NULL,
    fields TEXT NOT NULL,
    asked BIGINT NOT NULL,
    found BIGINT NOT NULL
);

CREATE TABLE vin_lookup_vehicles (
    vehicle BIGINT NOT NULL,
    time BIGINT NOT NULL,
    lookup TEXT NOT NULL,
    PRIMARY KEY (vehicle, time, lookup)
) /* clustered */;

CREATE TABLE ecus (
    vehicle BIGINT NOT NULL,
    serial TEXT NOT NULL,
    hardware_id TEXT NOT NULL,
    role BIGINT NOT NULL,
    public_key TEXT NOT NULL,
    image TEXT NOT NULL,
    version TEXT NOT NULL,
    digest TEXT NOT NULL,
    previous_image TEXT NOT NULL,
    previous_version TEXT NOT NULL,
    previous_digest TEXT NOT NULL,
    PRIMARY KEY (vehicle, serial)
) /* clustered */;

CREATE TABLE ecu_unlocks (
    id TEXT NOT NULL PRIMARY KEY,
    vehicle BIGINT NOT NULL,
    serial TEXT NOT NULL,
    operator TEXT NOT NULL,
    reason TEXT NOT NULL,
    granted BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    used BIGINT NULL
);

CREATE INDEX ecu_unlocks_ecu ON ecu_unlocks (vehicle, serial);

CREATE TABLE vehicle_options (
    vehicle BIGINT NOT NULL,
    code TEXT NOT NULL,
    PRIMARY KEY (vehicle, code)
) /* clustered */;

CREATE TABLE vehicle_tags (
    vehicle BIGINT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (vehicle, name)
) /* clustered */;

CREATE TABLE vehicle_rxswins (
    vehicle BIGINT NOT NULL,
    rxswin TEXT NOT NULL,
    PRIMARY KEY (vehicle, rxswin)
) /* clustered */;

CREATE TABLE vehicle_events (
    vehicle BIGINT NOT NULL,
    number BIGINT NOT NULL,
    time BIGINT NOT NULL,
    actor TEXT NOT NULL,
    kind BIGINT NOT NULL,
    facts TEXT NOT NULL,
    PRIMARY KEY (vehicle, number)
) /* clustered */;

CREATE TABLE imports (
    id TEXT NOT NULL PRIMARY KEY,
    operator TEXT NOT NULL,
    started BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    last_line BIGINT NOT NULL,
    added BIGINT NOT NULL,
    refused BIGINT NOT NULL
);

CREATE TABLE import_problems (
    import TEXT NOT NULL,
    line BIGINT NOT NULL,
    ordinal BIGINT NOT NULL,
    field TEXT NOT NULL,
    sentence TEXT NOT NULL,
    PRIMARY KEY (import, line, ordinal)
) /* clustered */;
