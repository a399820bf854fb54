-- The journal stays as it was written, and the site's role writes it through `commit_move` alone.
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ledger_journalentry FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON ledger_journalentry EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ledger_posting FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON ledger_posting EXECUTE FUNCTION refuse_change();

REVOKE ALL ON FUNCTION commit_move_again(jsonb) FROM PUBLIC;
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'danbao_app' AND rolname <> current_user) THEN
        REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON ledger_journalentry, ledger_posting FROM danbao_app;
        REVOKE DELETE ON escrow_hold, escrow_freeze, payments_capture, payments_allocation, payments_refund, payments_payout
            FROM danbao_app;
    END IF;
END $$;
