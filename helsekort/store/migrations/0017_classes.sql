-- The step that a session has taken to what lies behind it on her page. Not of the record: it lives for minutes.
CREATE TABLE private_view (
    token_hash {blob} NOT NULL PRIMARY KEY,
    party_id bigint NOT NULL,
    until bigint NOT NULL
);

-- A sensitivity class that a clinician, together with her, opened behind the step. Ended, never deleted.
CREATE TABLE opened_class (
    card_id bigint NOT NULL,
    class text NOT NULL,
    since bigint NOT NULL,
    party_id bigint NOT NULL,
    organisation bigint NOT NULL,
    until bigint,
    closed_by bigint,
    PRIMARY KEY (card_id, class, since)
);

@never_deleted opened_class

-- A woman whose address is secret, by the level of the population register. Ended, never deleted.
CREATE TABLE secret_address (
    woman bigint NOT NULL,
    level text NOT NULL,
    since bigint NOT NULL,
    until bigint,
    PRIMARY KEY (woman, since)
);

-- A unit that is marked to care for such women. Ended, never deleted.
CREATE TABLE cleared_unit (
    organisation bigint NOT NULL,
    since bigint NOT NULL,
    until bigint,
    PRIMARY KEY (organisation, since)
);

@never_deleted secret_address
@never_deleted cleared_unit
