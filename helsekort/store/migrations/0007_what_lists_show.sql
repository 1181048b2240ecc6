-- What the lists on the desk need of a card, and whom a unit cares for.

ALTER TABLE card ADD COLUMN last_check_up text;
ALTER TABLE card ADD COLUMN next_visit text;
-- Which shape of summary a row was made in: an older one is made anew when it is first listed.
ALTER TABLE card ADD COLUMN summary_form smallint NOT NULL DEFAULT 0;

CREATE INDEX care_relation_organisation ON care_relation (organisation);
