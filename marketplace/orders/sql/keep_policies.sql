-- What was promised stays as it is. Its number says what it is, as marketplace/orders/policy.py reckons it: nobody puts anything else
-- under the number that the next order will have, and whoever read it once need not ask again.
ALTER TABLE orders_storedpolicy ADD CONSTRAINT policy_is_its_number CHECK (id = policy_number(content));
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON orders_storedpolicy FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON orders_storedpolicy EXECUTE FUNCTION refuse_change();
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'danbao_app' AND rolname <> current_user) THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON orders_storedpolicy FROM danbao_app;
    END IF;
END $$;
