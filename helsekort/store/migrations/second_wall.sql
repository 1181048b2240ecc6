@only postgresql
-- The second wall: which rows of a card PostgreSQL itself gives to whom. It is written from the tables and apart from
-- access/decide.py, so that a mistake in the one is stopped by the other; tests/access/test_worlds.py holds them
-- against each other.
-- This is no step: it is put up anew, whole, whenever its text has changed. A statement ends with a semicolon and a
-- blank line.
-- Who acts is told for each transaction by act_as(), and is gone with it. Nobody told: no row.
-- Policies of one table are tried in the order of their names, and the first that lets in is enough; those that are
-- AS RESTRICTIVE must all let in.

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
    set_config('helsekort.card', '', true);
  PERFORM FROM card c WHERE c.card_id = on_card;
  IF FOUND AND as_kind <> 'reviewer' THEN
    PERFORM set_config('helsekort.card', on_card::text, true);
  END IF;
  RETURN FOUND;
END $$;

CREATE POLICY a_open ON card USING (card_id = (SELECT open_card()));

-- the service's own jobs, which are for no person and may do what access/decide.py says
CREATE POLICY b_job ON card USING ((SELECT acting_kind()) = 'system');

-- the head of a card alone, so that it can be known whose it is and a refusal can be written in her log
CREATE POLICY c_deciding ON card FOR SELECT USING ((SELECT acting_kind()) = 'deciding');

CREATE POLICY d_care ON card USING ((SELECT acting_kind()) = 'clinician' AND EXISTS (
  SELECT FROM care_relation r WHERE r.woman = card.woman
  AND r.clinician = (SELECT acting_party()) AND r.organisation = (SELECT acting_unit())
  AND r.since <= (SELECT acting_at()) AND (r.until IS NULL OR r.until > (SELECT acting_at()))));

-- Her own, or that of the woman she acts for (told in the place of a unit), as long as she may and is no parent.
CREATE POLICY e_own ON card USING ((SELECT acting_kind()) = 'woman' AND
  coalesce((SELECT p.joined_to FROM party p WHERE p.party_id = card.woman), card.woman) =
  (SELECT coalesce((SELECT p.joined_to FROM party p WHERE p.party_id = whose.id), whose.id)
   FROM (SELECT coalesce(nullif(acting_unit(), 0), acting_party()) AS id) whose)
  AND (SELECT acting_unit() = 0 OR EXISTS (SELECT FROM mandate m WHERE m.woman = acting_unit()
    AND m.agent = acting_party() AND m.ended IS NULL AND m.relation <> 'parent')));

-- a care relation to a party that was found to be the same woman
CREATE POLICY f_care_of_joined ON card USING ((SELECT acting_kind()) = 'clinician' AND EXISTS (
  SELECT FROM party own
  JOIN party same ON same.party_id = coalesce(own.joined_to, own.party_id)
    OR same.joined_to = coalesce(own.joined_to, own.party_id)
  JOIN care_relation r ON r.woman = same.party_id
  WHERE own.party_id = card.woman
  AND r.clinician = (SELECT acting_party()) AND r.organisation = (SELECT acting_unit())
  AND r.since <= (SELECT acting_at()) AND (r.until IS NULL OR r.until > (SELECT acting_at()))));

CREATE POLICY g_referred ON card USING ((SELECT acting_kind()) = 'clinician' AND EXISTS (
  SELECT FROM referral r WHERE r.card_id = card.card_id AND r.to_unit = (SELECT acting_unit())
  AND r.step IN ('requested', 'received', 'on-hold')));

CREATE POLICY h_handed_over ON card USING ((SELECT acting_kind()) = 'clinician' AND EXISTS (
  SELECT FROM handed_over h WHERE h.card_id = card.card_id
  AND h.clinician = (SELECT acting_party()) AND h.organisation = (SELECT acting_unit())
  AND h.since <= (SELECT acting_at()) AND h.until > (SELECT acting_at())));

CREATE POLICY i_summary_sent ON card USING ((SELECT acting_kind()) = 'clinician' AND EXISTS (
  SELECT FROM epicrisis_delivery d WHERE d.card_id = card.card_id AND d.to_unit = (SELECT acting_unit())
  AND d.step <> 'cancelled'));

CREATE POLICY j_emergency ON card USING ((SELECT acting_kind()) = 'clinician' AND EXISTS (
  SELECT FROM glass g WHERE g.woman = card.woman
  AND g.clinician = (SELECT acting_party()) AND g.organisation = (SELECT acting_unit())
  AND g.opened <= (SELECT acting_at()) AND g.until > (SELECT acting_at())));

-- The head of a card alone, so that a reviewer knows whose it is that someone looked at.
CREATE POLICY k_reviewed ON card FOR SELECT USING ((SELECT acting_kind()) = 'reviewer' AND EXISTS (
  SELECT FROM review r WHERE r.card_id = card.card_id));

-- Whom she has closed her cards to: a person, a unit, what the unit belongs to, or all (0).
-- In an emergency that does not hold.
CREATE POLICY l_not_closed ON card AS RESTRICTIVE USING (card_id = (SELECT open_card())
  OR (SELECT acting_kind()) <> 'clinician' OR NOT EXISTS (
  SELECT FROM block b WHERE b.woman = card.woman AND b.class = ''
  AND b.whom IN (0, (SELECT acting_party()), (SELECT acting_unit()),
    (SELECT u.entity FROM unit_entity u WHERE u.organisation = acting_unit()))
  AND NOT EXISTS (SELECT FROM block_end e WHERE e.woman = b.woman AND e.block_id = b.block_id))
  OR EXISTS (SELECT FROM glass g WHERE g.woman = card.woman
  AND g.clinician = (SELECT acting_party()) AND g.organisation = (SELECT acting_unit())
  AND g.opened <= (SELECT acting_at()) AND g.until > (SELECT acting_at())));

-- A woman whose address is secret: only for units that are cleared for that, and in an emergency.
CREATE POLICY m_not_secret ON card AS RESTRICTIVE USING (card_id = (SELECT open_card())
  OR (SELECT acting_kind()) <> 'clinician' OR NOT EXISTS (
  SELECT FROM secret_address s WHERE s.until IS NULL AND (s.woman = card.woman
  OR s.woman = (SELECT p.joined_to FROM party p WHERE p.party_id = card.woman)
  OR s.woman IN (SELECT p.party_id FROM party p WHERE p.joined_to = card.woman)))
  OR EXISTS (SELECT FROM cleared_unit u WHERE u.organisation = (SELECT acting_unit()) AND u.until IS NULL)
  OR EXISTS (SELECT FROM glass g WHERE g.woman = card.woman
  AND g.clinician = (SELECT acting_party()) AND g.organisation = (SELECT acting_unit())
  AND g.opened <= (SELECT acting_at()) AND g.until > (SELECT acting_at())));

-- Whether a card that is not the open one is seen by who acts, so that what stands on it is. In a function of its own,
-- whose plan is kept: written out in each policy below, planning them took longer than reading a card.
CREATE OR REPLACE FUNCTION sees(one bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$ BEGIN
  IF acting_kind() IN ('deciding', 'reviewer') THEN
    RETURN false;
  END IF;
  RETURN EXISTS (SELECT FROM card c WHERE c.card_id = one);
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
