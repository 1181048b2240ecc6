-- Emergency access: who opened which woman's cards without a care relation, why, and until when.
CREATE TABLE glass (
    woman bigint NOT NULL,
    clinician bigint NOT NULL,
    organisation bigint NOT NULL,
    opened bigint NOT NULL,
    until bigint NOT NULL,
    card_id bigint NOT NULL,
    reason text NOT NULL,
    classes text NOT NULL,
    PRIMARY KEY (woman, clinician, organisation, opened)
);

-- What someone of another unit is to look at: a look-up, by whom and as what unit. `why` are names of rules.
CREATE TABLE review (
    review_id bigint NOT NULL PRIMARY KEY,
    kind text NOT NULL,
    card_id bigint NOT NULL,
    party_id bigint NOT NULL,
    organisation bigint NOT NULL,
    at bigint NOT NULL,
    points integer NOT NULL,
    why text NOT NULL,
    UNIQUE (kind, card_id, party_id, organisation, at)
);

CREATE INDEX review_of_card ON review (card_id);

-- How it ended: once. `organisation` is the reviewer's.
CREATE TABLE review_outcome (
    review_id bigint NOT NULL PRIMARY KEY,
    outcome text NOT NULL,
    at bigint NOT NULL,
    party_id bigint NOT NULL,
    organisation bigint NOT NULL
);

-- What people wrote: the reason, what they needed of a closed class, the outcome in words. Apart, so that it can be erased.
CREATE TABLE review_text (
    review_id bigint NOT NULL,
    seq integer NOT NULL,
    words text NOT NULL,
    PRIMARY KEY (review_id, seq)
);

-- That there is something for her to read, or for her clinic to tell her. The row says of what kind and no more.
CREATE TABLE notice (
    woman bigint NOT NULL,
    at bigint NOT NULL,
    notice_id bigint NOT NULL,
    kind text NOT NULL,
    way text NOT NULL,
    card_id bigint NOT NULL,
    taken bigint,
    PRIMARY KEY (woman, at, notice_id)
);

CREATE INDEX notice_of_card ON notice (card_id);

@append_only glass
@append_only review
@append_only review_outcome
@erasable review_text log review
@never_deleted notice
