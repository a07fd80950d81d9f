-- policy is its canonical JSON, seed 64 hexadecimal digits, selection the filter or "list". A population that is being frozen has state 0
-- and no row anybody can see. judged is what the guard saw when it held last.
CREATE TABLE rollouts (
    number BIGINT NOT NULL PRIMARY KEY,
    id TEXT NOT NULL,
    title TEXT NOT NULL,
    bundle TEXT NOT NULL,
    state BIGINT NOT NULL,
    reason TEXT NOT NULL,
    revision BIGINT NOT NULL,
    policy TEXT NOT NULL,
    policy_digest TEXT NOT NULL,
    population_digest TEXT NOT NULL,
    population BIGINT NOT NULL,
    selection TEXT NOT NULL,
    seed TEXT NOT NULL,
    author TEXT NOT NULL,
    approver TEXT NOT NULL,
    created BIGINT NOT NULL,
    started BIGINT NULL,
    ended BIGINT NULL,
    wave BIGINT NOT NULL,
    waves BIGINT NOT NULL,
    wave_opened BIGINT NULL,
    judged TEXT NOT NULL DEFAULT ''
) /* clustered */;

CREATE UNIQUE INDEX rollouts_id ON rollouts (id);

CREATE INDEX rollouts_state ON rollouts (state, number);

CREATE TABLE rollout_events (
    rollout BIGINT NOT NULL,
    number BIGINT NOT NULL,
    time BIGINT NOT NULL,
    actor TEXT NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (rollout, number)
) /* clustered */;

-- Signatures and certificates are base64.
CREATE TABLE rollout_approvals (
    rollout BIGINT NOT NULL,
    number BIGINT NOT NULL,
    time BIGINT NOT NULL,
    operator TEXT NOT NULL,
    statement TEXT NOT NULL,
    signature TEXT NOT NULL,
    certificate TEXT NOT NULL,
    PRIMARY KEY (rollout, number)
) /* clustered */;

-- Vehicles that wait for approval: number rises, and approved stays null until it is. verdicts is JSON.
CREATE TABLE rollout_amendments (
    rollout BIGINT NOT NULL,
    number BIGINT NOT NULL,
    time BIGINT NOT NULL,
    author TEXT NOT NULL,
    reason TEXT NOT NULL,
    vehicles BIGINT NOT NULL,
    verdicts TEXT NOT NULL,
    population_digest TEXT NOT NULL,
    approved BIGINT NULL,
    dropped BIGINT NULL,
    PRIMARY KEY (rollout, number)
) /* clustered */;

-- size counts all that were drawn into the wave; 0 is for those that take no part and the hold-back.
CREATE TABLE rollout_waves (
    rollout BIGINT NOT NULL,
    wave BIGINT NOT NULL,
    size BIGINT NOT NULL,
    opened BIGINT NULL,
    proven BIGINT NULL,
    PRIMARY KEY (rollout, wave)
) /* clustered */;

-- The frozen verdict of each vehicle, which never changes, and where it stands now. amendment is the number of the one that brings it,
-- 0 for the first freeze. verdict_reason and reason are family:code:supplier code, or empty. body is the rest of Install as JSON; {} before
-- anything happened.
CREATE TABLE installs (
    rollout BIGINT NOT NULL,
    vehicle BIGINT NOT NULL,
    amendment BIGINT NOT NULL,
    wave BIGINT NOT NULL,
    market TEXT NOT NULL,
    verdict BIGINT NOT NULL,
    verdict_reason TEXT NOT NULL,
    verdict_text TEXT NOT NULL,
    inventory TEXT NOT NULL,
    inventory_time BIGINT NULL,
    state BIGINT NOT NULL,
    since BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    due BIGINT NULL,
    work BIGINT NOT NULL,
    work_due BIGINT NULL,
    reason TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (rollout, vehicle)
) /* clustered */;

CREATE INDEX installs_vehicle ON installs (vehicle);

-- What may be offered next: the controller makes an entry when a wave opens or a vehicle's time for another attempt has come, and takes
-- it away with the offer. Nothing else is searched for.
CREATE TABLE install_turns (
    rollout BIGINT NOT NULL,
    market TEXT NOT NULL,
    wave BIGINT NOT NULL,
    vehicle BIGINT NOT NULL,
    PRIMARY KEY (rollout, market, wave, vehicle)
) /* clustered */;

CREATE INDEX installs_due ON installs (due) WHERE due IS NOT NULL;

CREATE INDEX installs_work ON installs (rollout, work, work_due) WHERE work > 0;

-- The ledger: what the state of an install can be computed from again. event is JSON.
CREATE TABLE install_events (
    rollout BIGINT NOT NULL,
    vehicle BIGINT NOT NULL,
    number BIGINT NOT NULL,
    time BIGINT NOT NULL,
    kind TEXT NOT NULL,
    state BIGINT NOT NULL,
    event TEXT NOT NULL,
    PRIMARY KEY (rollout, vehicle, number)
) /* clustered */;

-- Counted with every step, in its transaction. what is state:{n}, begun, soaked, faulty, faulty_targeted, silent, work:{n}, failure:{n}; n are the numbers of
-- states, lists and families. steps only rises, with every change of an install; verdict:{state}:{reason}, in wave 0, is how the population
-- was frozen and never changes but by an amendment.
CREATE TABLE rollout_counts (
    rollout BIGINT NOT NULL,
    wave BIGINT NOT NULL,
    what TEXT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (rollout, wave, what)
) /* clustered */;

-- Offers and proofs by minute, for rates and caps. what is offered:{market} or confirmed.
CREATE TABLE rollout_pace (
    rollout BIGINT NOT NULL,
    minute BIGINT NOT NULL,
    what TEXT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (rollout, minute, what)
) /* clustered */;

-- The one job that a vehicle has. Whoever has the row may offer; it goes with the job's end.
CREATE TABLE vehicle_jobs (
    vehicle BIGINT NOT NULL PRIMARY KEY,
    rollout BIGINT NOT NULL
) /* clustered */;

-- Fixes that were proven and must stay.
CREATE TABLE remedies (
    vehicle BIGINT NOT NULL,
    serial TEXT NOT NULL,
    rollout BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    release_counter BIGINT NOT NULL,
    proven BIGINT NOT NULL,
    PRIMARY KEY (vehicle, serial, rollout)
) /* clustered */;

-- What the rollouts still have to look at: other features write it with what they store. kind is inventory, fault or status; mark tells a
-- new entry from the one that was looked at.
CREATE TABLE rollout_inbox (
    vehicle BIGINT NOT NULL,
    kind TEXT NOT NULL,
    mark BIGINT NOT NULL,
    PRIMARY KEY (vehicle, kind)
) /* clustered */;

-- Hints that are still to be published.
CREATE TABLE rollout_hints (
    vid TEXT NOT NULL PRIMARY KEY,
    time BIGINT NOT NULL
) /* clustered */;

-- Rollouts that have ended and whose open installs are still to be told so: those up to a vehicle's number were.
CREATE TABLE rollout_endings (
    rollout BIGINT NOT NULL PRIMARY KEY,
    after BIGINT NOT NULL
) /* clustered */;

-- Work that one server does at a time.
CREATE TABLE leases (
    name TEXT NOT NULL PRIMARY KEY,
    holder TEXT NOT NULL,
    until BIGINT NOT NULL
) /* clustered */;
