-- Where each Period of a feed's DASH manifest begins, by the Discontinuity Sequence Number of its segments. Written once, so that
-- every node, now or after a restart, goes on with the same times.
CREATE TABLE dash_period (
    feed_id    bigint NOT NULL REFERENCES feed,
    number     bigint NOT NULL CHECK (number >= 0),
    starts_at  timestamptz NOT NULL,
    media_time bigint NOT NULL CHECK (media_time >= 0),
    timescale  bigint NOT NULL CHECK (timescale > 0),
    PRIMARY KEY (feed_id, number)
);
