-- Which laboratories answer here, and for which units. A row of laboratory_unit is ended, never taken away.

CREATE TABLE laboratory (
    her_id text NOT NULL PRIMARY KEY,
    name text NOT NULL
);

CREATE TABLE laboratory_unit (
    her_id text NOT NULL,
    unit bigint NOT NULL,
    since bigint NOT NULL,
    until bigint,
    PRIMARY KEY (her_id, unit, since)
);

-- Whether a message counts in its report: 0 no, 1 as long as nothing speaks against its laboratory, 2 for good.
ALTER TABLE inbox ADD COLUMN let_in smallint NOT NULL DEFAULT 0;
UPDATE inbox SET let_in = 2 WHERE state <> 'received';

-- When the bytes of a message were erased by law. The row and its digest stay.
ALTER TABLE inbox ADD COLUMN erased bigint;

-- What a person said one result means, as it was sent then; `what` is empty where it is left outside the card.
CREATE TABLE lab_word (
    report text NOT NULL,
    item text NOT NULL,
    content {blob} NOT NULL,
    what text NOT NULL,
    value text NOT NULL,
    at bigint NOT NULL,
    party_id bigint NOT NULL,
    PRIMARY KEY (report, item, content)
) {without_rowid};

-- What of a report is about the woman of a card, and not the card's content: for the list beside her results, so that
-- no message is read for it. `names` has one test a line; `more` is how many are not named.
CREATE TABLE lab_outside (
    card_id bigint NOT NULL,
    report text NOT NULL,
    laboratory text NOT NULL,
    sampled text,
    names text NOT NULL,
    more integer NOT NULL,
    PRIMARY KEY (card_id, report)
) {without_rowid};

CREATE INDEX lab_outside_report ON lab_outside (report);

@never_deleted laboratory
@never_deleted laboratory_unit
