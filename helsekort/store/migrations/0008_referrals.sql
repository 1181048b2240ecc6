-- Where each referral stands, for the lists of who sent it and who was asked; what it says is on the card.

CREATE TABLE referral (
    card_id bigint NOT NULL,
    origin integer NOT NULL,
    kind text NOT NULL,
    urgency text NOT NULL,
    step text NOT NULL,
    from_unit bigint NOT NULL,
    sender bigint NOT NULL,
    to_unit bigint NOT NULL,
    began bigint NOT NULL,
    sent bigint,
    changed bigint NOT NULL,
    changed_by bigint NOT NULL,
    PRIMARY KEY (card_id, origin)
);

CREATE INDEX referral_to ON referral (to_unit, step);
CREATE INDEX referral_from ON referral (from_unit, step);

@never_deleted referral
