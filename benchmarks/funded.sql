-- ... and went into its hold, from where a deadline releases it.
INSERT INTO payments_allocation (id, book_id, capture_id, hold_id, amount) SELECT n + 5, book, n + 1, n + 2, %(amount)s FROM deal;
INSERT INTO ledger_journalentry (id, book_id, key, at, xid)
    SELECT n + 4, book, 'hold:' || n + 2 || ':fund', %(now)s, pg_current_xact_id()::text::bigint FROM deal;
INSERT INTO ledger_posting (entry_id, line, book_id, debit, credit, amount, xid)
    SELECT n + 4, 0, book, n << 16 | %(payment)s, (n + 2) << 16 | %(hold)s, %(amount)s, pg_current_xact_id()::text::bigint
    FROM deal;
INSERT INTO core_deadline (book_id, subject_type, subject_id, kind, window_from, due_at, attempts, error, outcome)
    SELECT book, 'hold', n + 2, 'release', %(now)s, %(due_at)s, 0, '', '' FROM deal;
