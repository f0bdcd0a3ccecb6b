-- How long creatives may be, and which of their copies nobody needs any more.

ALTER TABLE air_copy
    ADD COLUMN unneeded_since timestamptz,
    ADD COLUMN bytes          bigint NOT NULL DEFAULT 0 CHECK (bytes >= 0);
COMMENT ON COLUMN air_copy.unneeded_since IS 'when it was seen first that nobody needs its folder; null where somebody does';
COMMENT ON COLUMN air_copy.bytes IS 'on the disk, 0 until it is not needed';

-- What was deleted of them, each time that something was.
CREATE TABLE copies_freed (
    at     timestamptz NOT NULL,
    copies integer NOT NULL CHECK (copies > 0),
    bytes  bigint NOT NULL CHECK (bytes >= 0)
);

-- Which lengths a station takes, by the station's id; without a row the usual ones.
CREATE TABLE creative_lengths (
    id           bigint PRIMARY KEY REFERENCES station ON DELETE CASCADE,
    tolerance_ms integer NOT NULL CHECK (tolerance_ms BETWEEN 0 AND 5000),
    longest_ms   integer NOT NULL CHECK (longest_ms BETWEEN 1000 AND 600000)
);
