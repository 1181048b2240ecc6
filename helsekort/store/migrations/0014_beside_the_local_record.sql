-- How a local record opens a card: a ticket, once and for a short while. Only the hash of it is kept.

CREATE TABLE launch (
    token_hash {blob} NOT NULL PRIMARY KEY,
    party_id bigint NOT NULL,
    organisation bigint NOT NULL,
    card_id bigint NOT NULL,
    made bigint NOT NULL,
    used bigint
);

-- Which entries of a unit are in its own record too: the stretch that was taken over, when and by whom.
-- What the unit's system wrote here itself stands here as well, for there it was typed.
CREATE TABLE taken_over (
    card_id bigint NOT NULL,
    organisation bigint NOT NULL,
    first_seq integer NOT NULL,
    last_seq integer NOT NULL,
    at bigint NOT NULL,
    party_id bigint NOT NULL,
    typed_there smallint NOT NULL,
    PRIMARY KEY (card_id, organisation, first_seq, at)
) {without_rowid};

@append_only taken_over
