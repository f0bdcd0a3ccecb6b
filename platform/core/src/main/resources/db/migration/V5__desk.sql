-- What the desk needs. Each row that a command changes is written to the audit by the database itself, with all of it before and
-- after: that is also how a command is undone, so nothing of its own is kept for that.

ALTER TABLE command
    DROP COLUMN edits,
    DROP COLUMN inverse,
    DROP COLUMN touched,
    ADD COLUMN weeks text[] NOT NULL DEFAULT '{}',
    ADD COLUMN trace_id text NOT NULL DEFAULT '',
    ADD COLUMN undoable boolean NOT NULL DEFAULT true;
COMMENT ON COLUMN command.undoable IS 'false for what published a day, and for what was undone before something else was done';
COMMENT ON COLUMN command.weeks IS 'the weeks that changed, each as feed id @ Monday';

-- A request that is carried out again after a crash is the same command, and so cannot be carried out twice.
ALTER TABLE idempotent_request
    ADD COLUMN command_id uuid NOT NULL DEFAULT gen_random_uuid();
CREATE INDEX idempotent_request_at ON idempotent_request (at);

-- A week in which the desk wrote before the station's source did; the source still fills what is free in it.
ALTER TABLE feed_week
    ADD COLUMN taken boolean NOT NULL DEFAULT true;

CREATE INDEX audit_entry_keyset ON audit_entry (station, id DESC);

-- The command that a transaction belongs to is said once, as JSON; where nothing is said (imports, conditioning) nothing is written.
CREATE FUNCTION audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    command jsonb := current_setting('scruffy.command')::jsonb;
    id bigint;
BEGIN
    IF TG_ARGV[0] = 'day' THEN
        id := CASE TG_OP WHEN 'DELETE' THEN OLD.feed_id ELSE NEW.feed_id END;
    ELSE
        id := CASE TG_OP WHEN 'DELETE' THEN OLD.id ELSE NEW.id END;
    END IF;
    INSERT INTO audit_entry (at, actor, station, action, entity, entity_id, before, after, command_id, trace_id, reason)
    VALUES ((command ->> 'at')::timestamptz, command ->> 'actor', command ->> 'station',
            CASE TG_OP WHEN 'INSERT' THEN 'add' WHEN 'UPDATE' THEN 'change' ELSE 'remove' END, TG_ARGV[0], id,
            CASE TG_OP WHEN 'INSERT' THEN NULL ELSE to_jsonb(OLD) END, CASE TG_OP WHEN 'DELETE' THEN NULL ELSE to_jsonb(NEW) END,
            (command ->> 'id')::uuid, command ->> 'trace', command ->> 'reason');
    RETURN NULL;
END
$$;

CREATE TRIGGER timeslot_audit AFTER INSERT OR UPDATE OR DELETE ON timeslot FOR EACH ROW
    WHEN (current_setting('scruffy.command', true) <> '') EXECUTE FUNCTION audit_change('slot');
CREATE TRIGGER ad_break_audit AFTER INSERT OR UPDATE OR DELETE ON ad_break FOR EACH ROW
    WHEN (current_setting('scruffy.command', true) <> '') EXECUTE FUNCTION audit_change('break');
CREATE TRIGGER placement_audit AFTER INSERT OR UPDATE OR DELETE ON placement FOR EACH ROW
    WHEN (current_setting('scruffy.command', true) <> '') EXECUTE FUNCTION audit_change('spot');
CREATE TRIGGER feed_day_audit AFTER INSERT OR UPDATE OR DELETE ON feed_day FOR EACH ROW
    WHEN (current_setting('scruffy.command', true) <> '') EXECUTE FUNCTION audit_change('day');
CREATE TRIGGER template_audit AFTER INSERT OR UPDATE OR DELETE ON template FOR EACH ROW
    WHEN (current_setting('scruffy.command', true) <> '') EXECUTE FUNCTION audit_change('template');
CREATE TRIGGER template_item_audit AFTER INSERT OR UPDATE OR DELETE ON template_item FOR EACH ROW
    WHEN (current_setting('scruffy.command', true) <> '') EXECUTE FUNCTION audit_change('template item');
