-- The systems that come with tokens, each from the first time it was seen. A line of the log names one by its number,
-- so none is ever removed. `her_id` is the laboratory's whose messages it sends; `vouches` where the provider's word
-- for the system is taken for who sits at it.
CREATE TABLE client (
    client bigint NOT NULL PRIMARY KEY,
    client_id text NOT NULL UNIQUE,
    name text NOT NULL,
    her_id text NOT NULL,
    vouches smallint NOT NULL,
    since bigint NOT NULL,
    ended bigint
);

-- The proofs (DPoP) that were used, for as long as they could be used again. Shared by all who serve.
CREATE TABLE proof_used (
    mark {blob} NOT NULL PRIMARY KEY,
    until bigint NOT NULL
) {without_rowid};

CREATE INDEX proof_used_until ON proof_used (until);

@never_deleted client
