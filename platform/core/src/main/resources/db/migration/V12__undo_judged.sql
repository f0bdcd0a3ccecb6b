-- What is taken back is judged by the rules as they are now, and against what others did since; what was in conflict when the command
-- found it is nobody's fault when it comes back.

ALTER TABLE command
    ADD COLUMN conflicts text[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN command.conflicts IS 'what blocked, and stood all the same, before or after the command, each as rule, break and spot';
