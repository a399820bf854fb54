-- What a review shows is kept with it: nothing is changed or taken away, and nothing is added once it is open.
CREATE FUNCTION add_to_sealed_review() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM reviews_review r WHERE r.id = NEW.review_id AND r.opened_at IS NOT NULL) THEN
        RAISE EXCEPTION 'an open review stays as it was written' USING ERRCODE = 'DB002';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER sealed BEFORE INSERT ON reviews_photo FOR EACH ROW EXECUTE FUNCTION add_to_sealed_review();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON reviews_photo FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON reviews_photo EXECUTE FUNCTION refuse_change();
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'danbao_app' AND rolname <> current_user) THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON reviews_photo FROM danbao_app;
    END IF;
END $$;
