-- The record. One text for SQLite and PostgreSQL: {blob} is BLOB or bytea, {without_rowid} is SQLite's clause.
-- Lines that begin with @ are made into triggers by store/guards.py:
--   @append_only T        neither UPDATE nor DELETE, by anyone
--   @never_deleted T      no DELETE
--   @erasable T log L     no UPDATE; DELETE only of rows that `erasure` names for log L

CREATE TABLE card (
    card_id bigint NOT NULL PRIMARY KEY,
    woman bigint NOT NULL,
    active smallint NOT NULL,
    last_seq integer NOT NULL,
    last_hash {blob} NOT NULL,
    edd text,
    length smallint,
    fetuses smallint,
    last_contact text,
    last_contact_kind text
);

CREATE INDEX card_woman ON card (woman);

CREATE TABLE entry (
    card_id bigint NOT NULL,
    seq integer NOT NULL,
    origin integer NOT NULL,
    version integer NOT NULL,
    class smallint NOT NULL,
    recorded bigint NOT NULL,
    author bigint NOT NULL,
    organisation bigint NOT NULL,
    body_hash {blob} NOT NULL,
    before_hash {blob} NOT NULL,
    PRIMARY KEY (card_id, seq),
    UNIQUE (card_id, origin, version)
) {without_rowid};

CREATE TABLE body (
    card_id bigint NOT NULL,
    seq integer NOT NULL,
    format smallint NOT NULL,
    salt {blob} NOT NULL,
    bytes {blob} NOT NULL,
    PRIMARY KEY (card_id, seq)
) {without_rowid};

CREATE TABLE party (
    party_id bigint NOT NULL PRIMARY KEY,
    kind text NOT NULL,
    name text NOT NULL,
    joined_to bigint,
    last_seq integer NOT NULL,
    last_hash {blob} NOT NULL
);

CREATE INDEX party_joined_to ON party (joined_to);

CREATE TABLE party_entry (
    party_id bigint NOT NULL,
    seq integer NOT NULL,
    origin integer NOT NULL,
    version integer NOT NULL,
    class smallint NOT NULL,
    recorded bigint NOT NULL,
    author bigint NOT NULL,
    organisation bigint NOT NULL,
    body_hash {blob} NOT NULL,
    before_hash {blob} NOT NULL,
    PRIMARY KEY (party_id, seq),
    UNIQUE (party_id, origin, version)
) {without_rowid};

CREATE TABLE party_body (
    party_id bigint NOT NULL,
    seq integer NOT NULL,
    format smallint NOT NULL,
    salt {blob} NOT NULL,
    bytes {blob} NOT NULL,
    PRIMARY KEY (party_id, seq)
) {without_rowid};

CREATE TABLE party_number (
    system text NOT NULL,
    value text NOT NULL,
    party_id bigint NOT NULL,
    PRIMARY KEY (system, value)
) {without_rowid};

CREATE TABLE party_role (
    clinician bigint NOT NULL,
    organisation bigint NOT NULL,
    category text NOT NULL,
    PRIMARY KEY (clinician, organisation)
) {without_rowid};

CREATE TABLE persona (
    key text NOT NULL PRIMARY KEY,
    place integer NOT NULL,
    kind text NOT NULL,
    party_id bigint NOT NULL,
    organisation bigint NOT NULL,
    category text NOT NULL,
    title text NOT NULL
);

CREATE TABLE erasure (
    log text NOT NULL,
    owner_id bigint NOT NULL,
    seq integer NOT NULL,
    basis text NOT NULL,
    decided bigint NOT NULL,
    PRIMARY KEY (log, owner_id, seq)
);

CREATE TABLE care_relation (
    woman bigint NOT NULL,
    clinician bigint NOT NULL,
    organisation bigint NOT NULL,
    since bigint NOT NULL,
    until bigint,
    basis text NOT NULL,
    PRIMARY KEY (woman, clinician, organisation, since)
);

CREATE INDEX care_relation_clinician ON care_relation (clinician, organisation);

CREATE TABLE idempotency (
    card_id bigint NOT NULL,
    party_id bigint NOT NULL,
    key text NOT NULL,
    content_hash {blob} NOT NULL,
    origin integer NOT NULL,
    at bigint NOT NULL,
    PRIMARY KEY (card_id, party_id, key)
);

CREATE TABLE seen (
    card_id bigint NOT NULL,
    party_id bigint NOT NULL,
    before_seq integer,
    last_seq integer NOT NULL,
    day text NOT NULL,
    PRIMARY KEY (card_id, party_id)
);

CREATE TABLE audit (
    card_id bigint NOT NULL,
    at bigint NOT NULL,
    line_id bigint NOT NULL,
    event text NOT NULL,
    leaf {blob} NOT NULL,
    PRIMARY KEY (card_id, at, line_id)
) {without_rowid};

CREATE TABLE audit_payload (
    card_id bigint NOT NULL,
    at bigint NOT NULL,
    line_id bigint NOT NULL,
    salt {blob} NOT NULL,
    payload {blob} NOT NULL,
    PRIMARY KEY (card_id, at, line_id)
) {without_rowid};

CREATE TABLE session (
    token_hash {blob} NOT NULL PRIMARY KEY,
    persona text NOT NULL,
    kind text NOT NULL,
    party_id bigint NOT NULL,
    organisation bigint NOT NULL,
    category text NOT NULL,
    began bigint NOT NULL,
    last_seen bigint NOT NULL,
    ended bigint
);

CREATE TABLE draft (
    token_hash {blob} NOT NULL PRIMARY KEY,
    party_id bigint NOT NULL,
    card_id bigint NOT NULL,
    path text NOT NULL,
    fields {blob} NOT NULL,
    kept bigint NOT NULL
);

@append_only entry
@append_only party_entry
@append_only erasure
@append_only audit
@never_deleted card
@never_deleted party
@erasable body log card
@erasable party_body log party
@append_only audit_payload
