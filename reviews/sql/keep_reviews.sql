-- A review is written once. Afterwards it may be opened, answered and deleted, each once; nothing else, whoever asks.
CREATE FUNCTION keep_review() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
       OR (NEW.id, NEW.order_id, NEW.shop_id, NEW.by_role, NEW.author_id, NEW.stars, NEW.words, NEW.written_at)
          IS DISTINCT FROM
          (OLD.id, OLD.order_id, OLD.shop_id, OLD.by_role, OLD.author_id, OLD.stars, OLD.words, OLD.written_at)
       OR (OLD.opened_at IS NOT NULL AND NEW.opened_at IS DISTINCT FROM OLD.opened_at)
       OR (OLD.answered_at IS NOT NULL
           AND (NEW.answer, NEW.answered_at) IS DISTINCT FROM (OLD.answer, OLD.answered_at))
       OR (OLD.deleted_at IS NOT NULL
           AND (NEW.deleted_at, NEW.deleted_by_id, NEW.deleted_reason)
               IS DISTINCT FROM (OLD.deleted_at, OLD.deleted_by_id, OLD.deleted_reason))
    THEN
        RAISE EXCEPTION 'a review stays as it was written, opened, answered and deleted' USING ERRCODE = 'DB002';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON reviews_review FOR EACH ROW EXECUTE FUNCTION keep_review();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON reviews_review EXECUTE FUNCTION refuse_change();
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'danbao_app' AND rolname <> current_user) THEN
        REVOKE DELETE, TRUNCATE ON reviews_review FROM danbao_app;
    END IF;
END $$;
