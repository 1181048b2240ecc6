-- Messages from laboratories: kept as they came before anything else is done, then sorted onto cards.

CREATE TABLE inbox (
    message bigint NOT NULL PRIMARY KEY,
    digest {blob} NOT NULL UNIQUE,
    format smallint NOT NULL,
    raw {blob} NOT NULL,
    received bigint NOT NULL,
    state text NOT NULL,
    reason text NOT NULL,
    owner bigint NOT NULL,
    card_id bigint NOT NULL,
    tries integer NOT NULL,
    tried_at bigint,
    laboratory text NOT NULL,
    person text NOT NULL,
    receipt {blob},
    aside_at bigint,
    aside_by bigint,
    aside_why text
);

CREATE INDEX inbox_state ON inbox (state, received);
CREATE INDEX inbox_owner ON inbox (owner, state);

-- Whose message id it is: the first one with it has it.
CREATE TABLE inbox_key (
    sender text NOT NULL,
    message_id text NOT NULL,
    message bigint NOT NULL,
    PRIMARY KEY (sender, message_id)
) {without_rowid};

CREATE TABLE inbox_report (
    report text NOT NULL,
    message bigint NOT NULL,
    PRIMARY KEY (report, message)
) {without_rowid};

CREATE INDEX inbox_report_message ON inbox_report (message);

-- A report after all its messages. `woman` and `pregnancy` are what a person said of it by hand; 0 and empty else.
CREATE TABLE lab_report (
    report text NOT NULL PRIMARY KEY,
    state text NOT NULL,
    reason text NOT NULL,
    owner bigint NOT NULL,
    card_id bigint NOT NULL,
    woman bigint NOT NULL,
    pregnancy text NOT NULL
);

CREATE INDEX lab_report_card ON lab_report (card_id);

-- Where a result of a report stands. `item` is empty for the report's own entry.
CREATE TABLE lab_result (
    card_id bigint NOT NULL,
    report text NOT NULL,
    item text NOT NULL,
    origin integer NOT NULL,
    PRIMARY KEY (card_id, report, item)
) {without_rowid};

CREATE INDEX lab_result_report ON lab_result (report);

-- A result that someone must look at. `responsible` 0 is the unit; `seq` is the version it is about.
CREATE TABLE task (
    card_id bigint NOT NULL,
    task bigint NOT NULL,
    origin integer NOT NULL,
    seq integer NOT NULL,
    what text NOT NULL,
    sampled text NOT NULL,
    reason text NOT NULL,
    responsible bigint NOT NULL,
    unit bigint NOT NULL,
    opened bigint NOT NULL,
    due text NOT NULL,
    escalated bigint,
    closed bigint,
    closed_by bigint,
    PRIMARY KEY (card_id, task)
);

CREATE INDEX task_responsible ON task (responsible, closed);
CREATE INDEX task_unit ON task (unit, closed);

-- Who has read which version of a result.
CREATE TABLE result_seen (
    card_id bigint NOT NULL,
    origin integer NOT NULL,
    party_id bigint NOT NULL,
    seq integer NOT NULL,
    organisation bigint NOT NULL,
    at bigint NOT NULL,
    PRIMARY KEY (card_id, origin, party_id, seq)
) {without_rowid};

-- A version of a result that is held from the woman: until she was told, or until a day.
CREATE TABLE hold (
    card_id bigint NOT NULL,
    origin integer NOT NULL,
    seq integer NOT NULL,
    until text NOT NULL,
    told bigint,
    told_by bigint,
    alarmed bigint,
    PRIMARY KEY (card_id, origin, seq)
) {without_rowid};

@append_only result_seen
@never_deleted inbox
@never_deleted inbox_key
@never_deleted inbox_report
@never_deleted task
