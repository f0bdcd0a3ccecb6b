-- How a feed's breaks are filled and where it comes from when its origin fails; a feed without a row has the defaults.
CREATE TABLE feed_stitching (
    feed_id            bigint PRIMARY KEY REFERENCES feed ON DELETE CASCADE,
    backup_origin      text   NOT NULL DEFAULT '',
    overrun            text   NOT NULL DEFAULT 'FIT_ONLY' CHECK (overrun IN ('FIT_ONLY', 'CUT_AT_BOUNDARY', 'COMPLETE_AD')),
    most_overrun_ms    bigint NOT NULL DEFAULT 0,
    fillers            text   NOT NULL DEFAULT '',
    slate              text   NOT NULL DEFAULT '',
    most_slate_ms      bigint NOT NULL DEFAULT 0,
    least_remainder_ms bigint NOT NULL DEFAULT 0
);

ALTER TABLE avail_spot ADD COLUMN fill text NOT NULL DEFAULT 'SPOT' CHECK (fill IN ('SPOT', 'CUT_SPOT', 'FILLER', 'SLATE'));
