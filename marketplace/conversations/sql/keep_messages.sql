-- What was written and shown stays as it was: the database refuses any change, whoever asks.
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON conversations_message FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON conversations_message EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON conversations_photo FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON conversations_photo EXECUTE FUNCTION refuse_change();
-- Threads and reports are changed by their acts and never taken away.
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'danbao_app' AND rolname <> current_user) THEN
        REVOKE DELETE, TRUNCATE ON conversations_thread, conversations_report FROM danbao_app;
        REVOKE UPDATE, DELETE, TRUNCATE ON conversations_message, conversations_photo FROM danbao_app;
    END IF;
END $$;
