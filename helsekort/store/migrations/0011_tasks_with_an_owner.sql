-- Tasks of cards that somebody is to do by a day: who owns each (0: nobody that is known here), for the owner's list.

CREATE TABLE owed (
    card_id bigint NOT NULL,
    origin integer NOT NULL,
    kind text NOT NULL,
    due text NOT NULL,
    owner bigint NOT NULL,
    open integer NOT NULL,
    PRIMARY KEY (card_id, origin)
);

CREATE INDEX owed_by ON owed (owner, open);

@never_deleted owed
