-- ... and on to its shop, less the fee.
UPDATE escrow_hold SET state = 'released', remaining = 0, fee = %(fee)s, ended_at = %(now)s, version = 2
WHERE id IN (SELECT n + 2 FROM deal);
UPDATE core_deadline SET done_at = %(now)s, outcome = 'done' WHERE kind = 'release' AND subject_type = 'hold'
    AND subject_id IN (SELECT n + 2 FROM deal);
INSERT INTO ledger_journalentry (id, book_id, key, at, xid)
    SELECT n + 6, book, 'hold:' || n + 2 || ':release', %(now)s, pg_current_xact_id()::text::bigint FROM deal;
INSERT INTO ledger_posting (entry_id, line, book_id, debit, credit, amount, xid)
    SELECT n + 6, 0, book, (n + 2) << 16 | %(hold)s, book << 16 | %(payable)s, %(amount)s - %(fee)s,
        pg_current_xact_id()::text::bigint FROM deal;
INSERT INTO ledger_posting (entry_id, line, book_id, debit, credit, amount, xid)
    SELECT n + 6, 1, book, (n + 2) << 16 | %(hold)s, %(fees)s, %(fee)s, pg_current_xact_id()::text::bigint FROM deal;
