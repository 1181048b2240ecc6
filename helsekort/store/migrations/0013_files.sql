-- The bytes of files on a card, apart from its entries, so that reading a card reads none of them. `seq` is the file's
-- origin; the entry there holds the SHA-256 of the bytes, so the chain of entries holds them too.

CREATE TABLE attached_file (
    card_id bigint NOT NULL,
    seq integer NOT NULL,
    bytes {blob} NOT NULL,
    PRIMARY KEY (card_id, seq)
);

@erasable attached_file log card
