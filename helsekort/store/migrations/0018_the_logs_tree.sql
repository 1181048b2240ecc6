-- The proof tree over the audit log (RFC 6962) and its checkpoints; docs/adr/0035.
-- A line is written with its place in the queue; a job takes the queue and gives each line its place in the tree.

CREATE TABLE audit_waiting (
    card_id bigint NOT NULL,
    at bigint NOT NULL,
    line_id bigint NOT NULL,
    PRIMARY KEY (card_id, at, line_id)
) {without_rowid};

INSERT INTO audit_waiting (card_id, at, line_id) SELECT card_id, at, line_id FROM audit;

CREATE TABLE tree_leaf (
    place bigint NOT NULL PRIMARY KEY,
    card_id bigint NOT NULL,
    at bigint NOT NULL,
    line_id bigint NOT NULL,
    leaf {blob} NOT NULL,
    UNIQUE (card_id, at, line_id)
);

CREATE TABLE tree_node (
    level smallint NOT NULL,
    place bigint NOT NULL,
    hash {blob} NOT NULL,
    PRIMARY KEY (level, place)
) {without_rowid};

CREATE TABLE checkpoint (
    size bigint NOT NULL PRIMARY KEY,
    note text NOT NULL
);

CREATE TABLE line_erasure (
    card_id bigint NOT NULL,
    at bigint NOT NULL,
    line_id bigint NOT NULL,
    basis text NOT NULL,
    decided bigint NOT NULL,
    PRIMARY KEY (card_id, at, line_id)
) {without_rowid};

CREATE TABLE inquiry (
    card_id bigint NOT NULL,
    inquiry bigint NOT NULL,
    organisation bigint NOT NULL,
    clinician bigint NOT NULL,
    day text NOT NULL,
    asked bigint NOT NULL,
    code text,
    answered bigint,
    answered_by bigint,
    PRIMARY KEY (card_id, inquiry),
    UNIQUE (card_id, organisation, clinician, day)
);

CREATE INDEX inquiry_unit ON inquiry (organisation, answered);

CREATE TABLE inquiry_text (
    card_id bigint NOT NULL,
    inquiry bigint NOT NULL,
    text text NOT NULL,
    PRIMARY KEY (card_id, inquiry)
) {without_rowid};

@append_only tree_leaf
@append_only tree_node
@append_only checkpoint
@append_only line_erasure
@now_erasable audit_payload line_erasure
@never_deleted inquiry
