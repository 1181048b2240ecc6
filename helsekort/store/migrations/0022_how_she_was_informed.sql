-- Where someone writes down that she consents, before a card is made: who told her what it means, and in which way.
-- Empty where she said it herself, and for what was written down before.

ALTER TABLE consent ADD COLUMN informed_by text NOT NULL DEFAULT '';
ALTER TABLE consent ADD COLUMN informed_how text NOT NULL DEFAULT '';
