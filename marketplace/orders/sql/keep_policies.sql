-- What was promised stays as it is: its number says what it is, and whoever read it once does not ask again.
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON orders_storedpolicy FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON orders_storedpolicy EXECUTE FUNCTION refuse_change();
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'danbao_app' AND rolname <> current_user) THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON orders_storedpolicy FROM danbao_app;
    END IF;
END $$;
