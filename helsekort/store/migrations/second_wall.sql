@only postgresql
-- The second wall: which rows of a card PostgreSQL itself gives to whom. It is written from the tables and apart from
-- access/decide.py, so that a mistake in the one is stopped by the other; tests/access/test_worlds.py holds them
-- against each other.
-- This is no step: it is put up anew, whole, whenever its text has changed. A statement ends with a semicolon and a
-- blank line.
-- Who acts is told for each transaction by act_as(), and is gone with it. Nobody told: no row.
-- Of the policies of one table the first that lets in is enough.

DO $$ DECLARE old record; BEGIN
  FOR old IN SELECT tablename, policyname FROM pg_policies WHERE schemaname = current_schema() LOOP
    EXECUTE 'DROP POLICY ' || quote_ident(old.policyname) || ' ON ' || quote_ident(old.tablename);
  END LOOP;
END $$;

-- woman, clinician, reviewer, system, nobody; or deciding, before it is known whether they may
CREATE OR REPLACE FUNCTION acting_kind() RETURNS text LANGUAGE sql STABLE
  AS $$ SELECT current_setting('helsekort.kind', true) $$;

CREATE OR REPLACE FUNCTION acting_party() RETURNS bigint LANGUAGE sql STABLE
  AS $$ SELECT nullif(current_setting('helsekort.party', true), '')::bigint $$;

CREATE OR REPLACE FUNCTION acting_unit() RETURNS bigint LANGUAGE sql STABLE
  AS $$ SELECT nullif(current_setting('helsekort.unit', true), '')::bigint $$;

-- the moment, in microseconds
CREATE OR REPLACE FUNCTION acting_at() RETURNS bigint LANGUAGE sql STABLE
  AS $$ SELECT nullif(current_setting('helsekort.at', true), '')::bigint $$;

-- the card that was open to them when the action began, and is until it ends
CREATE OR REPLACE FUNCTION open_card() RETURNS bigint LANGUAGE sql STABLE
  AS $$ SELECT nullif(current_setting('helsekort.card', true), '')::bigint $$;

-- Tell who acts for the rest of this transaction; whether the card is one that they see.
CREATE OR REPLACE FUNCTION act_as(as_kind text, as_party bigint, as_unit bigint, as_at bigint, on_card bigint)
  RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN
  PERFORM set_config('helsekort.kind', as_kind, true), set_config('helsekort.party', as_party::text, true),
    set_config('helsekort.unit', as_unit::text, true), set_config('helsekort.at', as_at::text, true),
    set_config('helsekort.card', '', true), set_config('helsekort.seen', '', true);
  PERFORM FROM card c WHERE c.card_id = on_card;
  IF FOUND AND as_kind <> 'reviewer' THEN
    PERFORM set_config('helsekort.card', on_card::text, true);
  END IF;
  RETURN FOUND;
END $$;

-- Reasons to see a card. Each is a function of its own, whose plan is kept: written out in a policy, all of them would be
-- planned and begun for each question to the table, which took longer than reading a card.

CREATE OR REPLACE FUNCTION in_care(her bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$ BEGIN
  RETURN EXISTS (SELECT FROM care_relation r WHERE r.woman = her
    AND r.clinician = acting_party() AND r.organisation = acting_unit()
    AND r.since <= acting_at() AND (r.until IS NULL OR r.until > acting_at()));
END $$;

-- a care relation to a party that was found to be the same woman
CREATE OR REPLACE FUNCTION in_care_of_joined(her bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE one bigint := coalesce((SELECT p.joined_to FROM party p WHERE p.party_id = her), her); BEGIN
  RETURN EXISTS (SELECT FROM party same JOIN care_relation r ON r.woman = same.party_id
    WHERE (same.party_id = one OR same.joined_to = one)
    AND r.clinician = acting_party() AND r.organisation = acting_unit()
    AND r.since <= acting_at() AND (r.until IS NULL OR r.until > acting_at()));
END $$;

CREATE OR REPLACE FUNCTION referred(one bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$ BEGIN
  RETURN EXISTS (SELECT FROM referral r WHERE r.card_id = one AND r.to_unit = acting_unit()
    AND r.step IN ('requested', 'received', 'on-hold'));
END $$;

CREATE OR REPLACE FUNCTION handed_to(one bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$ BEGIN
  RETURN EXISTS (SELECT FROM handed_over h WHERE h.card_id = one
    AND h.clinician = acting_party() AND h.organisation = acting_unit()
    AND h.since <= acting_at() AND h.until > acting_at());
END $$;

CREATE OR REPLACE FUNCTION summary_sent(one bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$ BEGIN
  RETURN EXISTS (SELECT FROM epicrisis_delivery d WHERE d.card_id = one AND d.to_unit = acting_unit()
    AND d.step <> 'cancelled');
END $$;

CREATE OR REPLACE FUNCTION in_emergency(her bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$ BEGIN
  RETURN EXISTS (SELECT FROM glass g WHERE g.woman = her
    AND g.clinician = acting_party() AND g.organisation = acting_unit()
    AND g.opened <= acting_at() AND g.until > acting_at());
END $$;

-- Her own, or that of the woman she acts for (told in the place of a unit), as long as she may and is no parent.
CREATE OR REPLACE FUNCTION is_own(her bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE whose bigint := coalesce(nullif(acting_unit(), 0), acting_party()); BEGIN
  RETURN coalesce((SELECT p.joined_to FROM party p WHERE p.party_id = her), her)
    = coalesce((SELECT p.joined_to FROM party p WHERE p.party_id = whose), whose)
    AND (acting_unit() = 0 OR EXISTS (SELECT FROM mandate m WHERE m.woman = acting_unit()
    AND m.agent = acting_party() AND m.ended IS NULL AND m.relation <> 'parent'));
END $$;

-- Whom she has closed her cards to: a person, a unit, what the unit belongs to, or all (0).
CREATE OR REPLACE FUNCTION closed_out(her bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$ BEGIN
  RETURN EXISTS (SELECT FROM block b WHERE b.woman = her AND b.class = ''
    AND b.whom IN (0, acting_party(), acting_unit(),
      (SELECT u.entity FROM unit_entity u WHERE u.organisation = acting_unit()))
    AND NOT EXISTS (SELECT FROM block_end e WHERE e.woman = b.woman AND e.block_id = b.block_id));
END $$;

-- A woman whose address is secret: only for units that are cleared for that.
CREATE OR REPLACE FUNCTION kept_secret(her bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$ BEGIN
  RETURN EXISTS (SELECT FROM secret_address s WHERE s.until IS NULL AND (s.woman = her
    OR s.woman = (SELECT p.joined_to FROM party p WHERE p.party_id = her)
    OR s.woman IN (SELECT p.party_id FROM party p WHERE p.joined_to = her)))
    AND NOT EXISTS (SELECT FROM cleared_unit u WHERE u.organisation = acting_unit() AND u.until IS NULL);
END $$;

CREATE OR REPLACE FUNCTION reviewed(one bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$ BEGIN
  RETURN EXISTS (SELECT FROM review r WHERE r.card_id = one);
END $$;

-- The card that is open; the service's own jobs, which are for no person and may do what access/decide.py says; and who
-- has a reason, cheapest first. An emergency opens what is closed or secret too.
CREATE POLICY seen ON card USING (card_id = (SELECT open_card())
  OR (SELECT acting_kind()) = 'system'
  OR (SELECT acting_kind()) = 'woman' AND is_own(woman)
  OR (SELECT acting_kind()) = 'clinician' AND (in_emergency(woman)
    OR (in_care(woman) OR referred(card_id) OR handed_to(card_id) OR summary_sent(card_id) OR in_care_of_joined(woman))
    AND NOT closed_out(woman) AND NOT kept_secret(woman)));

-- The head of a card alone, so that it can be known whose it is: a refusal is written in her log, and a reviewer sees
-- whose card it is that someone looked at.
CREATE POLICY head ON card FOR SELECT USING ((SELECT acting_kind()) = 'deciding'
  OR (SELECT acting_kind()) = 'reviewer' AND reviewed(card_id));

-- Whether a card that is not the open one is seen by who acts, so that what stands on it is. In a function of its own,
-- whose plan is kept: written out in each policy below, planning them took longer than reading a card. The last card
-- that was seen is remembered till act_as() is called again, for a list asks for the rows of one card after another.
CREATE OR REPLACE FUNCTION sees(one bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$ BEGIN
  IF acting_kind() IN ('deciding', 'reviewer') THEN
    RETURN false;
  END IF;
  IF current_setting('helsekort.seen', true) = one::text THEN
    RETURN true;
  END IF;
  IF EXISTS (SELECT FROM card c WHERE c.card_id = one) THEN
    PERFORM set_config('helsekort.seen', one::text, true);
    RETURN true;
  END IF;
  RETURN false;
END $$;

CREATE POLICY of_card ON entry USING (card_id = (SELECT open_card()) OR (SELECT acting_kind()) = 'system' OR sees(card_id));

CREATE POLICY of_card ON body USING (card_id = (SELECT open_card()) OR (SELECT acting_kind()) = 'system' OR sees(card_id));

CREATE POLICY of_card ON attached_file
  USING (card_id = (SELECT open_card()) OR (SELECT acting_kind()) = 'system' OR sees(card_id));

CREATE POLICY of_card ON fair_copy
  USING (card_id = (SELECT open_card()) OR (SELECT acting_kind()) = 'system' OR sees(card_id));

ALTER TABLE card ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

ALTER TABLE entry ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

ALTER TABLE body ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

ALTER TABLE attached_file ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

ALTER TABLE fair_copy ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
