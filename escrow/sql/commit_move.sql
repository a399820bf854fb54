-- The one door to the books. `m` is one move, or many of the same moment put together (escrow/move.py says how it is built):
-- lists of changes, of new rows, of journal entries, of by-products (core/sql/write_effects.sql). Everything is written, or nothing.
--
-- A change names a row, the version its decision was made on, and the columns that change (never to NULL). One UPDATE locks and
-- compares: it waits for whoever holds the row and looks at the version again afterwards; a missing version equals
-- nothing. Fewer rows than changes means that one of them "changed since it was read": SQLSTATE DB001, nothing is written.
-- Rows are taken in the one lock order: idempotency key, payment, capture, chargeback, hold, refund, payout, account, deadline; within a
-- kind by ascending id (`locked` says that the caller did so already).
--
-- Answers NULL; {"answer": ...} when the idempotency key came before with the same content; {"repeated": true} when a move
-- without changes had been written before. DB003: the idempotency key, DB004: a journal key came before with other content.
-- No rule of business stands here: who may, when and how much is decided in Python.
CREATE OR REPLACE FUNCTION commit_move(m jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
DECLARE
    moment timestamptz := (m->>'now')::timestamptz;
    unlocked boolean := NOT m ? 'locked';
    xid bigint;
    part jsonb;
    seen record;
    n bigint;
BEGIN
    -- A part is read once it is known to be there: of these twenty most moves have five.
    IF m ? 'idempotency' THEN
        part := m->'idempotency';
        INSERT INTO core_idempotencykey (owner, key, fingerprint, answer, created_at)
            VALUES (part->>'owner', part->>'key', part->>'fingerprint', part->'answer', moment)
            ON CONFLICT (owner, key) DO NOTHING;
        IF NOT FOUND THEN
            SELECT k.fingerprint, k.answer INTO seen FROM core_idempotencykey k
                WHERE k.owner = part->>'owner' AND k.key = part->>'key';
            IF seen.fingerprint IS DISTINCT FROM part->>'fingerprint' THEN
                RAISE EXCEPTION 'idempotency key % came before with other content', part->>'key' USING ERRCODE = 'DB003';
            END IF;
            RETURN jsonb_build_object('answer', seen.answer);
        END IF;
    END IF;

    IF m ? 'payment' THEN
        part := m->'payment';
        IF unlocked AND jsonb_array_length(part) > 1 THEN
            PERFORM 1 FROM payments_payment t, jsonb_to_recordset(part) AS r(id bigint) WHERE t.id = r.id ORDER BY t.id FOR UPDATE OF t;
        END IF;
        UPDATE payments_payment t
            SET state = coalesce(r.state, t.state), ended_at = coalesce(r.ended_at, t.ended_at), version = t.version + 1
            FROM jsonb_to_recordset(part) AS r(id bigint, version int, state text, ended_at timestamptz)
            WHERE t.id = r.id AND t.version = r.version;
        GET DIAGNOSTICS n = ROW_COUNT;
        IF n IS DISTINCT FROM jsonb_array_length(part) THEN
            RAISE EXCEPTION 'payment changed since it was read' USING ERRCODE = 'DB001';
        END IF;
    END IF;

    IF m ? 'capture' THEN
        part := m->'capture';
        IF unlocked AND jsonb_array_length(part) > 1 THEN
            PERFORM 1 FROM payments_capture t, jsonb_to_recordset(part) AS r(id bigint) WHERE t.id = r.id ORDER BY t.id FOR UPDATE OF t;
        END IF;
        UPDATE payments_capture t
            SET payment_id = coalesce(r.payment_id, t.payment_id), allotted = coalesce(r.allotted, t.allotted),
                returned = coalesce(r.returned, t.returned), verdict = coalesce(r.verdict, t.verdict),
                version = t.version + 1
            FROM jsonb_to_recordset(part) AS r(id bigint, version int, payment_id bigint, allotted bigint, returned bigint, verdict text)
            WHERE t.id = r.id AND t.version = r.version;
        GET DIAGNOSTICS n = ROW_COUNT;
        IF n IS DISTINCT FROM jsonb_array_length(part) THEN
            RAISE EXCEPTION 'capture changed since it was read' USING ERRCODE = 'DB001';
        END IF;
    END IF;

    IF m ? 'chargeback' THEN
        part := m->'chargeback';
        UPDATE payments_chargeback t
            SET state = coalesce(r.state, t.state), shares = coalesce(r.shares, t.shares),
                ended_at = coalesce(r.ended_at, t.ended_at), version = t.version + 1
            FROM jsonb_to_recordset(part) AS r(id bigint, version int, state text, shares jsonb, ended_at timestamptz)
            WHERE t.id = r.id AND t.version = r.version;
        GET DIAGNOSTICS n = ROW_COUNT;
        IF n IS DISTINCT FROM jsonb_array_length(part) THEN
            RAISE EXCEPTION 'chargeback changed since it was read' USING ERRCODE = 'DB001';
        END IF;
    END IF;

    IF m ? 'hold' THEN
        part := m->'hold';
        IF unlocked AND jsonb_array_length(part) > 1 THEN
            PERFORM 1 FROM escrow_hold t, jsonb_to_recordset(part) AS r(id bigint) WHERE t.id = r.id ORDER BY t.id FOR UPDATE OF t;
        END IF;
        UPDATE escrow_hold t
            SET state = coalesce(r.state, t.state), remaining = coalesce(r.remaining, t.remaining),
                goods_back = coalesce(r.goods_back, t.goods_back), other_back = coalesce(r.other_back, t.other_back),
                tax_back = coalesce(r.tax_back, t.tax_back),
                discount_back = coalesce(r.discount_back, t.discount_back), fee = coalesce(r.fee, t.fee),
                freeze_count = coalesce(r.freeze_count, t.freeze_count),
                funded_at = coalesce(r.funded_at, t.funded_at),
                ended_at = coalesce(r.ended_at, t.ended_at), version = t.version + 1
            FROM jsonb_to_recordset(part) AS r(
                id bigint, version int, state text, remaining bigint, goods_back bigint, other_back bigint, tax_back bigint,
                discount_back bigint, fee bigint, freeze_count smallint, funded_at timestamptz, ended_at timestamptz)
            WHERE t.id = r.id AND t.version = r.version;
        GET DIAGNOSTICS n = ROW_COUNT;
        IF n IS DISTINCT FROM jsonb_array_length(part) THEN
            RAISE EXCEPTION 'hold changed since it was read' USING ERRCODE = 'DB001';
        END IF;
    END IF;

    -- Most moves have none of these: one look for all of them.
    IF m ?| ARRAY['refund', 'payout', 'account'] THEN
        IF m ? 'refund' THEN
            part := m->'refund';
            IF unlocked AND jsonb_array_length(part) > 1 THEN
                PERFORM 1 FROM payments_refund t, jsonb_to_recordset(part) AS r(id bigint) WHERE t.id = r.id ORDER BY t.id FOR UPDATE OF t;
            END IF;
            UPDATE payments_refund t
                SET state = coalesce(r.state, t.state), tries = coalesce(r.tries, t.tries),
                    problem = coalesce(r.problem, t.problem), ended_at = coalesce(r.ended_at, t.ended_at),
                    version = t.version + 1
                FROM jsonb_to_recordset(part) AS r(
                    id bigint, version int, state text, tries smallint, problem text, ended_at timestamptz)
                WHERE t.id = r.id AND t.version = r.version;
            GET DIAGNOSTICS n = ROW_COUNT;
            IF n IS DISTINCT FROM jsonb_array_length(part) THEN
                RAISE EXCEPTION 'refund changed since it was read' USING ERRCODE = 'DB001';
            END IF;
        END IF;

        IF m ? 'payout' THEN
            part := m->'payout';
            IF unlocked AND jsonb_array_length(part) > 1 THEN
                PERFORM 1 FROM payments_payout t, jsonb_to_recordset(part) AS r(id bigint) WHERE t.id = r.id ORDER BY t.id FOR UPDATE OF t;
            END IF;
            UPDATE payments_payout t
                SET state = coalesce(r.state, t.state), tries = coalesce(r.tries, t.tries),
                    problem = coalesce(r.problem, t.problem), ended_at = coalesce(r.ended_at, t.ended_at),
                    version = t.version + 1
                FROM jsonb_to_recordset(part) AS r(
                    id bigint, version int, state text, tries smallint, problem text, ended_at timestamptz)
                WHERE t.id = r.id AND t.version = r.version;
            GET DIAGNOSTICS n = ROW_COUNT;
            IF n IS DISTINCT FROM jsonb_array_length(part) THEN
                RAISE EXCEPTION 'payout changed since it was read' USING ERRCODE = 'DB001';
            END IF;
        END IF;

        -- An account that is taken from: version 0 stands for a row that was never written.
        IF m ? 'account' THEN
            part := m->'account';
            INSERT INTO ledger_account AS t (book_id, number, version)
                SELECT r.book_id, r.number, r.version + 1
                FROM jsonb_to_recordset(part) AS r(book_id bigint, number bigint, version int)
                ORDER BY r.book_id, r.number
                ON CONFLICT (book_id, number) DO UPDATE SET version = excluded.version WHERE t.version = excluded.version - 1;
            GET DIAGNOSTICS n = ROW_COUNT;
            IF n IS DISTINCT FROM jsonb_array_length(part) THEN
                RAISE EXCEPTION 'account changed since it was read' USING ERRCODE = 'DB001';
            END IF;
        END IF;
    END IF;

    IF m ? 'new_payment' THEN
        INSERT INTO payments_payment (id, reference, purpose, book_id, payer_id, gateway, currency, amount, state, version,
                                      opened_at, expires_at, ended_at)
            SELECT r.id, r.reference, r.purpose, r.book_id, r.payer_id, r.gateway, r.currency, r.amount, r.state, 0, moment,
                   r.expires_at, NULL
            FROM jsonb_to_recordset(m->'new_payment') AS r(
                id bigint, reference text, purpose text, book_id bigint, payer_id bigint, gateway text, currency text,
                amount bigint, state text, expires_at timestamptz);
    END IF;

    IF m ? 'new_hold' THEN
        INSERT INTO escrow_hold (id, book_id, payment_id, state, currency, amount, discount, fee_base, tax, fee_rate, remaining,
                                 goods_back, other_back, tax_back, discount_back, fee, freeze_count, version, opened_at,
                                 funded_at, ended_at)
            SELECT r.id, r.book_id, r.payment_id, r.state, r.currency, r.amount, r.discount, r.fee_base, r.tax, r.fee_rate, 0,
                   0, 0, 0, 0, 0, 0, 0, moment, NULL, NULL
            FROM jsonb_to_recordset(m->'new_hold') AS r(
                id bigint, book_id bigint, payment_id bigint, state text, currency text, amount bigint, discount bigint,
                fee_base bigint, tax bigint, fee_rate int);
    END IF;

    IF m ? 'new_capture' THEN
        part := m->'new_capture';
        INSERT INTO payments_capture (id, payment_id, gateway, reference, claimed_reference, currency, amount, allotted, returned,
                                      verdict, version, captured_at, recorded_at)
            SELECT r.id, r.payment_id, r.gateway, r.reference, r.claimed_reference, r.currency, r.amount, r.allotted, r.returned,
                   r.verdict, 0, r.captured_at, moment
            FROM jsonb_to_recordset(part) AS r(
                id bigint, payment_id bigint, gateway text, reference text, claimed_reference text, currency text,
                amount bigint, allotted bigint, returned bigint, verdict text, captured_at timestamptz)
            ON CONFLICT DO NOTHING;
        GET DIAGNOSTICS n = ROW_COUNT;
        IF n IS DISTINCT FROM jsonb_array_length(part) THEN
            RAISE EXCEPTION 'capture was recorded since it was looked for' USING ERRCODE = 'DB001';
        END IF;
    END IF;

    IF m ? 'new_allocation' THEN
        INSERT INTO payments_allocation (id, book_id, capture_id, hold_id, amount)
            SELECT r.id, r.book_id, r.capture_id, r.hold_id, r.amount
            FROM jsonb_to_recordset(m->'new_allocation') AS r(
                id bigint, book_id bigint, capture_id bigint, hold_id bigint, amount bigint);
    END IF;

    IF m ?| ARRAY['new_chargeback', 'new_refund', 'new_payout', 'new_freeze', 'lift_freeze', 'new_reserve', 'lift_reserve'] THEN
        IF m ? 'new_chargeback' THEN
            part := m->'new_chargeback';
            INSERT INTO payments_chargeback (id, capture_id, gateway, reference, currency, amount, fee, reason, state, shares, version,
                                             evidence_due_at, opened_at, ended_at)
                SELECT r.id, r.capture_id, r.gateway, r.reference, r.currency, r.amount, r.fee, r.reason, r.state, '{}', 0,
                       r.evidence_due_at, moment, NULL
                FROM jsonb_to_recordset(part) AS r(
                    id bigint, capture_id bigint, gateway text, reference text, currency text, amount bigint, fee bigint,
                    reason text, state text, evidence_due_at timestamptz)
                ON CONFLICT DO NOTHING;
            GET DIAGNOSTICS n = ROW_COUNT;
            IF n IS DISTINCT FROM jsonb_array_length(part) THEN
                RAISE EXCEPTION 'chargeback was recorded since it was looked for' USING ERRCODE = 'DB001';
            END IF;
        END IF;

        IF m ? 'new_refund' THEN
            INSERT INTO payments_refund (id, book_id, capture_id, hold_id, payer_id, reference, currency, amount, reason, state,
                                         tries, problem, version, opened_at, ended_at)
                SELECT r.id, r.book_id, r.capture_id, r.hold_id, r.payer_id, r.reference, r.currency, r.amount, r.reason, r.state,
                       0, '', 0, moment, NULL
                FROM jsonb_to_recordset(m->'new_refund') AS r(
                    id bigint, book_id bigint, capture_id bigint, hold_id bigint, payer_id bigint, reference text, currency text,
                    amount bigint, reason text, state text);
        END IF;

        IF m ? 'new_payout' THEN
            INSERT INTO payments_payout (id, book_id, account_id, refund_id, from_deposit, gateway, reference, currency,
                                         amount, state, agreement, tries, problem, version, opened_at, ended_at)
                SELECT r.id, r.book_id, r.account_id, r.refund_id, coalesce(r.from_deposit, false), r.gateway, r.reference,
                       r.currency, r.amount, r.state, coalesce(r.agreement, ''), 0, '', 0, moment, NULL
                FROM jsonb_to_recordset(m->'new_payout') AS r(
                    id bigint, book_id bigint, account_id bigint, refund_id bigint, from_deposit boolean, gateway text,
                    reference text, currency text, amount bigint, state text, agreement text);
        END IF;

        IF m ? 'new_freeze' THEN
            INSERT INTO escrow_freeze (id, book_id, hold_id, cause, cause_id, frozen_at, lifted_at)
                SELECT r.id, r.book_id, r.hold_id, r.cause, r.cause_id, moment, NULL
                FROM jsonb_to_recordset(m->'new_freeze') AS r(id bigint, book_id bigint, hold_id bigint, cause text, cause_id bigint);
        END IF;

        IF m ? 'lift_freeze' THEN
            part := m->'lift_freeze';
            UPDATE escrow_freeze t SET lifted_at = moment
                FROM jsonb_to_recordset(part) AS r(hold_id bigint, cause text, cause_id bigint)
                WHERE t.hold_id = r.hold_id AND t.cause = r.cause AND t.cause_id = r.cause_id AND t.lifted_at IS NULL;
            GET DIAGNOSTICS n = ROW_COUNT;
            IF n IS DISTINCT FROM jsonb_array_length(part) THEN
                RAISE EXCEPTION 'freeze was lifted since it was read' USING ERRCODE = 'DB001';
            END IF;
        END IF;

        IF m ? 'new_reserve' THEN
            part := m->'new_reserve';
            INSERT INTO escrow_reserve AS t (id, book_id, hold_id, cause, cause_id, currency, amount, reserved_at, lifted_at)
                SELECT r.id, r.book_id, r.hold_id, r.cause, r.cause_id, r.currency, r.amount, moment, NULL
                FROM jsonb_to_recordset(part) AS r(
                    id bigint, book_id bigint, hold_id bigint, cause text, cause_id bigint, currency text, amount bigint)
                ON CONFLICT (hold_id, cause, cause_id) DO UPDATE SET amount = excluded.amount WHERE t.lifted_at IS NULL;
            GET DIAGNOSTICS n = ROW_COUNT;
            IF n IS DISTINCT FROM jsonb_array_length(part) THEN
                RAISE EXCEPTION 'reserve was lifted since it was read' USING ERRCODE = 'DB001';
            END IF;
        END IF;

        IF m ? 'lift_reserve' THEN
            part := m->'lift_reserve';
            UPDATE escrow_reserve t SET lifted_at = moment
                FROM jsonb_to_recordset(part) AS r(hold_id bigint, cause text, cause_id bigint)
                WHERE t.hold_id = r.hold_id AND t.cause = r.cause AND t.cause_id = r.cause_id AND t.lifted_at IS NULL;
            GET DIAGNOSTICS n = ROW_COUNT;
            IF n IS DISTINCT FROM jsonb_array_length(part) THEN
                RAISE EXCEPTION 'reserve was lifted since it was read' USING ERRCODE = 'DB001';
            END IF;
        END IF;
    END IF;

    IF m ? 'entry' THEN
        part := m->'entry';
        xid := pg_current_xact_id()::text::bigint;
        INSERT INTO ledger_journalentry (id, book_id, key, at, xid)
            SELECT r.id, r.book_id, r.key, moment, xid
            FROM jsonb_to_recordset(part) AS r(id bigint, book_id bigint, key text)
            ON CONFLICT (book_id, key) DO NOTHING;
        GET DIAGNOSTICS n = ROW_COUNT;
        IF n IS DISTINCT FROM jsonb_array_length(part) THEN
            RETURN commit_move_again(m);
        END IF;
        INSERT INTO ledger_posting (entry_id, line, book_id, debit, credit, amount, xid)
            SELECT r.entry_id, r.line, r.book_id, r.debit, r.credit, r.amount, xid
            FROM jsonb_to_recordset(m->'posting') AS r(
                entry_id bigint, line smallint, book_id bigint, debit bigint, credit bigint, amount bigint);
    END IF;

    PERFORM write_effects(m);
    RETURN NULL;
END $$;

-- A journal key of `m` exists. The same content and no change besides: the move was written before. The same content, but a
-- change was decided on rows that had moved on: decide again. Other content: an error.
CREATE OR REPLACE FUNCTION commit_move_again(m jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    wanted jsonb;
    written jsonb;
BEGIN
    SELECT jsonb_agg(x ORDER BY x.book_id, x.key, x.debit, x.credit, x.amount) INTO wanted
        FROM (SELECT e.book_id, e.key, p.debit, p.credit, p.amount
              FROM jsonb_to_recordset(m->'entry') AS e(id bigint, book_id bigint, key text)
              JOIN jsonb_to_recordset(m->'posting') AS p(entry_id bigint, debit bigint, credit bigint, amount bigint)
                ON p.entry_id = e.id) AS x;
    SELECT jsonb_agg(x ORDER BY x.book_id, x.key, x.debit, x.credit, x.amount) INTO written
        FROM (SELECT e.book_id, e.key, p.debit, p.credit, p.amount
              FROM jsonb_to_recordset(m->'entry') AS r(book_id bigint, key text)
              JOIN ledger_journalentry e ON e.book_id = r.book_id AND e.key = r.key
              JOIN ledger_posting p ON p.entry_id = e.id) AS x;
    IF wanted IS DISTINCT FROM written THEN
        RAISE EXCEPTION 'journal key % was posted before with other content', m->'entry'->0->>'key' USING ERRCODE = 'DB004';
    END IF;
    IF m ?| ARRAY['payment', 'capture', 'chargeback', 'hold', 'refund', 'payout', 'account', 'new_payment', 'new_hold',
                  'new_capture', 'new_chargeback', 'new_allocation', 'new_refund', 'new_payout', 'new_freeze', 'lift_freeze',
                  'new_reserve', 'lift_reserve'] THEN
        RAISE EXCEPTION 'journal key % was posted since it was read', m->'entry'->0->>'key' USING ERRCODE = 'DB001';
    END IF;
    RETURN '{"repeated": true}';
END $$;
