-- Which services a group was seen in, as their events said it; groups of before say so when they come again.
CREATE TABLE error_service (
    group_id  bigint NOT NULL REFERENCES error_group ON DELETE CASCADE,
    service   text NOT NULL,
    last_seen timestamptz NOT NULL,
    PRIMARY KEY (group_id, service)
);
CREATE INDEX error_service_name ON error_service (service);
