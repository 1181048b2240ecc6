-- To whom a woman has closed her cards, and what she has agreed to. Rows are added and never changed.

-- `whom` is a person, a unit, or what units belong to; 0 is everyone. `class` is '' for all, else a sensitivity class.
-- `organisation` is the unit that wrote it down on her word, 0 where she did it herself. A row that was made for one
-- party because of another that is the same woman names that one in `lent_from`.
CREATE TABLE block (
    woman bigint NOT NULL,
    block_id bigint NOT NULL,
    whom bigint NOT NULL,
    class text NOT NULL,
    since bigint NOT NULL,
    by_party bigint NOT NULL,
    organisation bigint NOT NULL,
    lent_from bigint NOT NULL,
    PRIMARY KEY (woman, block_id)
) {without_rowid};

CREATE TABLE block_end (
    woman bigint NOT NULL,
    block_id bigint NOT NULL,
    at bigint NOT NULL,
    by_party bigint NOT NULL,
    organisation bigint NOT NULL,
    PRIMARY KEY (woman, block_id)
) {without_rowid};

-- What a unit belongs to: the legal entity that answers for it.
CREATE TABLE unit_entity (
    organisation bigint NOT NULL PRIMARY KEY,
    entity bigint NOT NULL
);

CREATE TABLE consent (
    woman bigint NOT NULL,
    at bigint NOT NULL,
    consent_id bigint NOT NULL,
    said text NOT NULL,
    basis text NOT NULL,
    by_party bigint NOT NULL,
    organisation bigint NOT NULL,
    PRIMARY KEY (woman, at, consent_id)
) {without_rowid};

@append_only block
@append_only block_end
@append_only consent
