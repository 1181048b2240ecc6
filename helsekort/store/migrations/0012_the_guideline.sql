-- When a person last looked at what is in force of the guideline: `before_day` stays through one day.

CREATE TABLE guideline_seen (
    party_id bigint NOT NULL PRIMARY KEY,
    before_day text,
    day text NOT NULL
);
