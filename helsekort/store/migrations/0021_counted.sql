-- How often what has a limit was done in the window that is open: by a person's number, or by a mark that stands for an
-- address in that window alone. `told` is 1 once the log tells that it was used up. Rows go when the window is over.
CREATE TABLE counted (
    what text NOT NULL,
    who text NOT NULL,
    since bigint NOT NULL,
    until bigint NOT NULL,
    times bigint NOT NULL,
    told smallint NOT NULL,
    PRIMARY KEY (what, who, since)
) {without_rowid};

CREATE INDEX counted_until ON counted (until);

-- Why a session ended, where it was not its person who ended it: `too-many`, for a newer one.
ALTER TABLE session ADD COLUMN ended_by text NOT NULL DEFAULT '';
