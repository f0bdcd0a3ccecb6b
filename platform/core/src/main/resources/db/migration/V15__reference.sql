-- What weeks name, and what they are judged by, changes without them: feeds, programs, creatives, underwriters, lines and rules. One
-- number says that some of it did, so that whoever knows a week is told by one statement whether it still reads the same.
CREATE TABLE reference (
    one       boolean PRIMARY KEY DEFAULT true CHECK (one),
    revision  bigint NOT NULL,
    raised_by xid8 NOT NULL
);
INSERT INTO reference (revision, raised_by) VALUES (1, pg_current_xact_id());

CREATE FUNCTION raise_reference() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE reference SET revision = revision + 1, raised_by = pg_current_xact_id() WHERE raised_by <> pg_current_xact_id();
    RETURN NULL;
END $$;

-- When the transaction ends, so that nobody waits for the number while others write. What is new is named by nothing yet, but for
-- rules, which hold at once, and for the feeds of a line.
DO $$
DECLARE named text;
BEGIN
    FOREACH named IN ARRAY ARRAY['station', 'feed', 'program', 'category', 'underwriter', 'creative', 'traffic_order', 'order_line',
                                 'rule', 'order_line_feed'] LOOP
        EXECUTE format('CREATE CONSTRAINT TRIGGER %s_changes_reference AFTER UPDATE ON %s DEFERRABLE INITIALLY DEFERRED'
                       ' FOR EACH ROW WHEN (OLD IS DISTINCT FROM NEW) EXECUTE FUNCTION raise_reference()', named, named);
    END LOOP;
    FOREACH named IN ARRAY ARRAY['rule', 'order_line_feed'] LOOP
        EXECUTE format('CREATE CONSTRAINT TRIGGER %s_joins_reference AFTER INSERT OR DELETE ON %s DEFERRABLE INITIALLY DEFERRED'
                       ' FOR EACH ROW EXECUTE FUNCTION raise_reference()', named, named);
    END LOOP;
END $$;
