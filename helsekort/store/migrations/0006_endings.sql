-- A card tells since which day its pregnancy is over, and how it ended (record/endings.py): lists follow it some weeks on.

ALTER TABLE card ADD COLUMN over_on text;

ALTER TABLE card ADD COLUMN outcome text;
