-- How numbers began anew, written once, so that nodes that find it at the same time agree.
CREATE TABLE epoch (
    feed_id bigint  NOT NULL REFERENCES feed ON DELETE CASCADE,
    number  integer NOT NULL CHECK (number >= 0),
    begun_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (feed_id, number)
);

-- The first segment of each rendition in an epoch; one that was lost and comes back has another row.
CREATE TABLE epoch_start (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    feed_id          bigint  NOT NULL,
    number           integer NOT NULL,
    rendition        text    NOT NULL,
    first_origin     bigint  NOT NULL,
    sequence         bigint  NOT NULL,
    discontinuity    bigint  NOT NULL,
    at_sequence      bigint  NOT NULL,
    at_discontinuity bigint  NOT NULL,
    at_path          text    NOT NULL,
    FOREIGN KEY (feed_id, number) REFERENCES epoch ON DELETE CASCADE,
    UNIQUE (feed_id, number, rendition, at_sequence, at_path)
);
