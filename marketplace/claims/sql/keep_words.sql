-- What was said and shown about a claim stays as it was: the database refuses any change, whoever asks.
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON claims_statement FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON claims_statement EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON claims_statement_photos FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON claims_statement_photos EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON claims_photo FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON claims_photo EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON claims_appeal FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON claims_appeal EXECUTE FUNCTION refuse_change();
-- The rest of a claim is changed by its acts and never taken away; its lines are what is asked now.
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'danbao_app' AND rolname <> current_user) THEN
        REVOKE DELETE, TRUNCATE ON claims_claim, claims_offer, claims_goodsback, claims_ruling FROM danbao_app;
        REVOKE UPDATE, DELETE, TRUNCATE ON claims_statement, claims_statement_photos, claims_photo, claims_appeal
            FROM danbao_app;
    END IF;
END $$;
