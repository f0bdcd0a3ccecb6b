-- Files of schedules that people bring: which feed they are for, how far they are read, and their rows as what they are.

ALTER TABLE import_file
    ADD COLUMN feed_id     bigint REFERENCES feed,
    ADD COLUMN format      text NOT NULL DEFAULT '',
    ADD COLUMN bytes_read  bigint NOT NULL DEFAULT 0,
    ADD COLUMN bytes_total bigint NOT NULL DEFAULT -1,
    ADD COLUMN touched_at  timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN ended_at    timestamptz;
CREATE INDEX import_file_station ON import_file (station, kind, at DESC);
CREATE INDEX import_row_problem ON import_row (import_id, line) WHERE problem <> '';

-- Rows that may be taken over. A row's line is its number among the rows; the line in the file stands in its content.
CREATE VIEW import_slot AS
    SELECT import_id, line, (content ->> 'line')::bigint AS file_line, (content ->> 'start')::timestamptz AS starts_at,
           (content ->> 'end')::timestamptz AS ends_at, content ->> 'title' AS title, content ->> 'episode' AS episode,
           content ->> 'nola' AS nola
    FROM import_row WHERE content ->> 'kind' = 'PROGRAM' AND problem = '';

CREATE VIEW import_break AS
    SELECT import_id, line, (content ->> 'slot')::timestamptz AS slot_at, (content ->> 'start')::timestamptz AS starts_at,
           (content ->> 'lengthMs')::integer AS capacity_ms, content ->> 'breakKind' AS kind
    FROM import_row WHERE content ->> 'kind' = 'BREAK' AND problem = '';

CREATE VIEW import_spot AS
    SELECT import_id, line, (content ->> 'line')::bigint AS file_line, (content ->> 'slot')::timestamptz AS slot_at,
           (content ->> 'start')::timestamptz AS break_at, (content ->> 'position')::integer AS seq, content ->> 'adId' AS ad_id,
           content ->> 'title' AS title, content ->> 'underwriter' AS underwriter, (content ->> 'lengthMs')::integer AS duration_ms
    FROM import_row WHERE content ->> 'kind' = 'SPOT' AND problem = '';
