-- Login by an identity provider. A session keeps how its person came in, and no token of the provider's.

ALTER TABLE session ADD COLUMN provider text NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN provider_session text NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN level text NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN proved bigint NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN acting_for bigint NOT NULL DEFAULT 0;
-- the organisations that the provider vouched for: what answers for the unit, and the unit itself
ALTER TABLE session ADD COLUMN legal_entity bigint NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN point_of_care bigint NOT NULL DEFAULT 0;
-- two words, such as "iphone safari"; nothing that tells one such device from another
ALTER TABLE session ADD COLUMN device text NOT NULL DEFAULT '';

CREATE INDEX session_party ON session (party_id);
CREATE INDEX session_provider ON session (provider_session);

-- A login under way: bound to a browser by the secret whose hash this is, used once.
CREATE TABLE login (
    secret_hash {blob} NOT NULL PRIMARY KEY,
    provider text NOT NULL,
    state text NOT NULL,
    nonce text NOT NULL,
    verifier text NOT NULL,
    fresh_since bigint NOT NULL,
    onwards text NOT NULL,
    began bigint NOT NULL
);

CREATE INDEX login_began ON login (began);

-- Who has acted for a woman, as what, and whether that has been ended here. The mandate itself is the provider's.
CREATE TABLE mandate (
    woman bigint NOT NULL,
    agent bigint NOT NULL,
    relation text NOT NULL,
    since bigint NOT NULL,
    last_used bigint NOT NULL,
    ended bigint,
    ended_by bigint,
    PRIMARY KEY (woman, agent)
) {without_rowid};

@never_deleted mandate
