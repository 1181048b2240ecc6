-- What bodies are compressed with: a body whose format is a number of this table cannot be read without the row.
-- Filled from helsekort/store/dictionaries/ when the database is brought up to date.

CREATE TABLE dictionary (
    number smallint NOT NULL PRIMARY KEY,
    log text NOT NULL,
    bytes {blob} NOT NULL
);

@append_only dictionary
