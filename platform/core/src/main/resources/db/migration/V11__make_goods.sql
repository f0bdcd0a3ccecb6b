-- Make-goods belong to the commands of the desk: they are audited, undone and done again like what they link.

CREATE OR REPLACE FUNCTION audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    command jsonb := current_setting('scruffy.command')::jsonb;
    was jsonb := CASE TG_OP WHEN 'INSERT' THEN NULL ELSE to_jsonb(OLD) END;
    became jsonb := CASE TG_OP WHEN 'DELETE' THEN NULL ELSE to_jsonb(NEW) END;
    key text := CASE TG_ARGV[0] WHEN 'day' THEN 'feed_id' WHEN 'make-good' THEN 'missed_id' ELSE 'id' END;
BEGIN
    INSERT INTO audit_entry (at, actor, station, action, entity, entity_id, before, after, command_id, trace_id, reason)
    VALUES ((command ->> 'at')::timestamptz, command ->> 'actor', command ->> 'station',
            CASE TG_OP WHEN 'INSERT' THEN 'add' WHEN 'UPDATE' THEN 'change' ELSE 'remove' END, TG_ARGV[0],
            (coalesce(became, was) ->> key)::bigint, was, became,
            (command ->> 'id')::uuid, command ->> 'trace', command ->> 'reason');
    RETURN NULL;
END
$$;

CREATE TRIGGER make_good_audit AFTER INSERT OR UPDATE OR DELETE ON make_good FOR EACH ROW
    WHEN (current_setting('scruffy.command', true) <> '') EXECUTE FUNCTION audit_change('make-good');

-- Where the spot that makes another one good goes, however it goes, the other one is owed again.
CREATE FUNCTION owe_again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE placement SET version = version + 1, status = coalesce(
        (SELECT outcome FROM reconciliation WHERE placement_id = OLD.missed_id AND outcome IN ('MISSED', 'PREEMPTED')), 'MISSED')
    WHERE id = OLD.missed_id AND airs_on = OLD.missed_on AND status = 'MADE_GOOD';
    RETURN NULL;
END
$$;

CREATE TRIGGER make_good_gone AFTER DELETE ON make_good FOR EACH ROW EXECUTE FUNCTION owe_again();
