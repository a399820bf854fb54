-- Deals whose money was captured.
CREATE TEMP TABLE deal AS
    SELECT %(start)s::bigint + i * %(step)s AS n, (%(books)s::bigint[])[1 + i %% cardinality(%(books)s::bigint[])] AS book
    FROM generate_series(0, %(count)s - 1) AS i;
INSERT INTO payments_payment (id, reference, purpose, book_id, payer_id, gateway, currency, amount, state, version,
                              opened_at, expires_at, ended_at)
    SELECT n, 'B' || n, 'checkout', 0, 1, 'sandbox', 'CNY', %(amount)s, CASE WHEN %(funded)s THEN 'paid' ELSE 'awaiting' END, 1,
           %(now)s, %(now)s, CASE WHEN %(funded)s THEN %(now)s END FROM deal;
INSERT INTO payments_capture (id, payment_id, gateway, reference, claimed_reference, currency, amount, allotted, returned,
                              verdict, version, captured_at, recorded_at)
    SELECT n + 1, n, 'sandbox', 'ch' || n, 'B' || n, 'CNY', %(amount)s, CASE WHEN %(funded)s THEN %(amount)s ELSE 0 END, 0,
           'good', 1, %(now)s, %(now)s FROM deal;
INSERT INTO escrow_hold (id, book_id, payment_id, state, currency, amount, discount, fee_base, tax, fee_rate, remaining,
                         goods_back, other_back, tax_back, discount_back, fee, freeze_count, version, opened_at, funded_at, ended_at)
    SELECT n + 2, book, n, CASE WHEN %(funded)s THEN 'held' ELSE 'awaiting_payment' END, 'CNY', %(amount)s, 0, %(base)s, 0,
           %(rate)s, CASE WHEN %(funded)s THEN %(amount)s ELSE 0 END, 0, 0, 0, 0, 0, 0, 1, %(now)s,
           CASE WHEN %(funded)s THEN %(now)s END, NULL FROM deal;
INSERT INTO ledger_journalentry (id, book_id, key, at, xid)
    SELECT n + 3, 0, 'capture:sandbox:ch' || n, %(now)s, pg_current_xact_id()::text::bigint FROM deal;
INSERT INTO ledger_posting (entry_id, line, book_id, debit, credit, amount, xid)
    SELECT n + 3, 0, 0, %(provider)s, n << 16 | %(payment)s, %(amount)s, pg_current_xact_id()::text::bigint FROM deal;
