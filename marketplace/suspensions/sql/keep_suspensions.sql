-- A suspension is written once. Afterwards it may be appealed against, kept and lifted, each once; nothing else.
CREATE FUNCTION keep_suspension() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
       OR (NEW.id, NEW.subject_type, NEW.subject_id, NEW.person_id, NEW.reason, NEW.by_id, NEW.at)
          IS DISTINCT FROM (OLD.id, OLD.subject_type, OLD.subject_id, OLD.person_id, OLD.reason, OLD.by_id, OLD.at)
       OR (OLD.appealed_at IS NOT NULL
           AND (NEW.appeal, NEW.appealed_at) IS DISTINCT FROM (OLD.appeal, OLD.appealed_at))
       OR (OLD.kept_at IS NOT NULL
           AND (NEW.kept_reason, NEW.kept_by_id, NEW.kept_at)
               IS DISTINCT FROM (OLD.kept_reason, OLD.kept_by_id, OLD.kept_at))
       OR (OLD.lifted_at IS NOT NULL
           AND (NEW.lifted_reason, NEW.lifted_by_id, NEW.lifted_at)
               IS DISTINCT FROM (OLD.lifted_reason, OLD.lifted_by_id, OLD.lifted_at))
    THEN
        RAISE EXCEPTION 'a suspension stays as it was written, appealed against, kept and lifted'
            USING ERRCODE = 'DB002';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON suspensions_suspension
    FOR EACH ROW EXECUTE FUNCTION keep_suspension();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON suspensions_suspension EXECUTE FUNCTION refuse_change();
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'danbao_app' AND rolname <> current_user) THEN
        REVOKE DELETE, TRUNCATE ON suspensions_suspension FROM danbao_app;
    END IF;
END $$;
