-- Where each summary that was sent stands at each unit, for the lists of both; what it says is on the card.

CREATE TABLE epicrisis_delivery (
    card_id bigint NOT NULL,
    epicrisis integer NOT NULL,
    to_unit bigint NOT NULL,
    step text NOT NULL,
    from_unit bigint NOT NULL,
    sender bigint NOT NULL,
    sent bigint NOT NULL,
    changed bigint NOT NULL,
    PRIMARY KEY (card_id, epicrisis, to_unit)
);

CREATE INDEX epicrisis_delivery_to ON epicrisis_delivery (to_unit, step);
CREATE INDEX epicrisis_delivery_from ON epicrisis_delivery (from_unit, step);

@never_deleted epicrisis_delivery
