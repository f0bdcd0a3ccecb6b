-- The alert with which somebody was told of this one, as one of so many more.
ALTER TABLE alert ADD COLUMN told_with bigint REFERENCES alert ON DELETE SET NULL;
CREATE INDEX alert_told_with ON alert (told_with) WHERE told_with IS NOT NULL;
