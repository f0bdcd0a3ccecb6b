-- What the events of a group have in common beside type and stack: which field holds the message, and what their client says of itself.
ALTER TABLE error_group ADD COLUMN said_in text NOT NULL DEFAULT '';
ALTER TABLE error_group ADD COLUMN client_fingerprint text NOT NULL DEFAULT '';
