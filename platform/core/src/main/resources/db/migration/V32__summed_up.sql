-- How many other groups began with the one that is told, and are told by this alone.
ALTER TABLE alert_delivery ADD COLUMN more integer NOT NULL DEFAULT 0 CHECK (more >= 0);
