-- When somebody read something is evidence as well: nothing of it changes. A report is made once and closed once.
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON conversations_reading FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON conversations_reading EXECUTE FUNCTION refuse_change();
CREATE FUNCTION keep_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
       OR (NEW.id, NEW.reporter_id, NEW.subject, NEW.subject_id, NEW.ground, NEW.words, NEW.at)
          IS DISTINCT FROM
          (OLD.id, OLD.reporter_id, OLD.subject, OLD.subject_id, OLD.ground, OLD.words, OLD.at)
       OR (OLD.closed_at IS NOT NULL
           AND (NEW.closed_at, NEW.closed_by_id, NEW.answer) IS DISTINCT FROM (OLD.closed_at, OLD.closed_by_id, OLD.answer))
    THEN
        RAISE EXCEPTION 'a report stays as it was made and closed' USING ERRCODE = 'DB002';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON conversations_report FOR EACH ROW EXECUTE FUNCTION keep_report();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON conversations_report EXECUTE FUNCTION refuse_change();
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'danbao_app' AND rolname <> current_user) THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON conversations_reading FROM danbao_app;
    END IF;
END $$;
