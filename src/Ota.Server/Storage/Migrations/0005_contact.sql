-- One row a vehicle, written when it is born, reports or dies. birth, death and inventory are positions: count of starts, boot id,
-- connection and number, with spaces between; empty for none. Times are when a message came here.
CREATE TABLE contacts (
    vehicle BIGINT NOT NULL PRIMARY KEY,
    birth TEXT NOT NULL,
    birth_time BIGINT NULL,
    connection_time BIGINT NULL,
    death TEXT NOT NULL,
    death_time BIGINT NULL,
    last_time BIGINT NULL,
    catalogue_version BIGINT NOT NULL,
    configuration TEXT NOT NULL,
    run TEXT NOT NULL,
    inventory TEXT NOT NULL,
    inventory_state BIGINT NOT NULL,
    inventory_counter BIGINT NOT NULL,
    inventory_key TEXT NOT NULL,
    inventory_digest TEXT NOT NULL,
    proven_time BIGINT NULL,
    alarm_day BIGINT NOT NULL,
    alarms BIGINT NOT NULL,
    alarm_digest TEXT NOT NULL
) /* clustered */;

-- A server that says no more that it runs has lost its connections, without a write for each.
CREATE TABLE server_runs (
    id TEXT NOT NULL PRIMARY KEY,
    started BIGINT NOT NULL,
    seen BIGINT NOT NULL,
    ended BIGINT NULL
);

-- The greatest counter of an inventory that showed the image; 0 for what the plant said.
ALTER TABLE ecus ADD COLUMN counter BIGINT NOT NULL DEFAULT 0;

ALTER TABLE ecus ADD COLUMN previous_counter BIGINT NOT NULL DEFAULT 0;
