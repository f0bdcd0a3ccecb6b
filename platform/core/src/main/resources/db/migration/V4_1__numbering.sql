-- The newest segment of the origin that was considered, to recognise it after a restart.
ALTER TABLE numbering
    ADD COLUMN origin_discontinuity bigint NOT NULL DEFAULT 0,
    ADD COLUMN origin_path text NOT NULL DEFAULT '';
