-- What a person says became of a spot belongs to the commands of the desk: it is audited, undone and done again like them.

CREATE OR REPLACE FUNCTION audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    command jsonb := current_setting('scruffy.command')::jsonb;
    was jsonb := CASE TG_OP WHEN 'INSERT' THEN NULL ELSE to_jsonb(OLD) END;
    became jsonb := CASE TG_OP WHEN 'DELETE' THEN NULL ELSE to_jsonb(NEW) END;
    key text := CASE TG_ARGV[0] WHEN 'day' THEN 'feed_id' WHEN 'make-good' THEN 'missed_id' WHEN 'outcome' THEN 'placement_id'
                                ELSE 'id' END;
BEGIN
    INSERT INTO audit_entry (at, actor, station, action, entity, entity_id, before, after, command_id, trace_id, reason)
    VALUES ((command ->> 'at')::timestamptz, command ->> 'actor', command ->> 'station',
            CASE TG_OP WHEN 'INSERT' THEN 'add' WHEN 'UPDATE' THEN 'change' ELSE 'remove' END, TG_ARGV[0],
            (coalesce(became, was) ->> key)::bigint, was, became,
            (command ->> 'id')::uuid, command ->> 'trace', command ->> 'reason');
    RETURN NULL;
END
$$;

CREATE TRIGGER reconciliation_audit AFTER INSERT OR UPDATE OR DELETE ON reconciliation FOR EACH ROW
    WHEN (current_setting('scruffy.command', true) <> '') EXECUTE FUNCTION audit_change('outcome');

ALTER TABLE command
    ADD COLUMN undone_at timestamptz;
COMMENT ON COLUMN command.undone_at IS 'when it was undone last, where that is not taken back';
