-- When people changed it last, as of boards: who read it before that does not undo what they did.
ALTER TABLE alert_trigger ADD COLUMN updated_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE slo ADD COLUMN updated_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE alert_recipient ADD COLUMN updated_at timestamptz NOT NULL DEFAULT now();
