-- What stands on a card, joined and packed as one: made from its entries, read instead of them, thrown away freely.
-- It holds for the log up to `last_seq`; `digest` ties it to the chain there. See store/fair_copies.py.

CREATE TABLE fair_copy (
    card_id bigint NOT NULL PRIMARY KEY,
    last_seq integer NOT NULL,
    format smallint NOT NULL,
    digest {blob} NOT NULL,
    bytes {blob} NOT NULL
) {without_rowid};
