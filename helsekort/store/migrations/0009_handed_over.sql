-- Who may read what was handed over with mother and child, from when and until when: the child's part and what was
-- chosen of hers, never her card.

CREATE TABLE handed_over (
    card_id bigint NOT NULL,
    origin integer NOT NULL,
    clinician bigint NOT NULL,
    organisation bigint NOT NULL,
    since bigint NOT NULL,
    until bigint NOT NULL,
    PRIMARY KEY (card_id, origin, clinician, organisation)
);

CREATE INDEX handed_over_to ON handed_over (clinician, organisation, until);

@never_deleted handed_over
