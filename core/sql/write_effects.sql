-- What an act leaves behind besides its own rows: changes of deadlines, audit records, messages. `m` is a document of lists
-- (core/effects.py says how it is built) and of `now`, the moment of the act. commit_move writes a move's effects by it.
--
-- Whatever ends, pauses or moves comes before what opens; a named kind ends before all others of the subject do.
-- An outbox key that exists already is left as it is. No rule of business stands here.
CREATE OR REPLACE FUNCTION write_effects(m jsonb) RETURNS void LANGUAGE plpgsql
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
DECLARE
    moment timestamptz := (m->>'now')::timestamptz;
BEGIN
    IF m ? 'close_deadline' THEN
        UPDATE core_deadline t SET done_at = moment, outcome = r.outcome, leased_until = NULL
            FROM jsonb_to_recordset(m->'close_deadline') AS r(subject_type text, subject_id bigint, kind text, outcome text)
            WHERE t.subject_type = r.subject_type AND t.subject_id = r.subject_id AND t.kind = r.kind AND t.done_at IS NULL;
    END IF;

    IF m ?| ARRAY['close_all_deadlines', 'pause_deadline', 'resume_deadline', 'move_deadline'] THEN
        IF m ? 'close_all_deadlines' THEN
            UPDATE core_deadline t SET done_at = moment, outcome = r.outcome, leased_until = NULL
                FROM jsonb_to_recordset(m->'close_all_deadlines') AS r(subject_type text, subject_id bigint, outcome text)
                WHERE t.subject_type = r.subject_type AND t.subject_id = r.subject_id AND t.done_at IS NULL;
        END IF;

        IF m ? 'pause_deadline' THEN
            UPDATE core_deadline t SET remainder = t.due_at - moment
                FROM jsonb_to_recordset(m->'pause_deadline') AS r(subject_type text, subject_id bigint, kind text)
                WHERE t.subject_type = r.subject_type AND t.subject_id = r.subject_id AND t.kind = r.kind AND t.done_at IS NULL
                  AND t.remainder IS NULL;
        END IF;

        IF m ? 'resume_deadline' THEN
            UPDATE core_deadline t
                SET due_at = moment + greatest(t.remainder, make_interval(secs => r.at_least)), remainder = NULL
                FROM jsonb_to_recordset(m->'resume_deadline') AS r(
                    subject_type text, subject_id bigint, kind text, at_least double precision)
                WHERE t.subject_type = r.subject_type AND t.subject_id = r.subject_id AND t.kind = r.kind AND t.done_at IS NULL
                  AND t.remainder IS NOT NULL;
        END IF;

        IF m ? 'move_deadline' THEN
            UPDATE core_deadline t SET due_at = r.due_at
                FROM jsonb_to_recordset(m->'move_deadline') AS r(subject_type text, subject_id bigint, kind text, due_at timestamptz)
                WHERE t.subject_type = r.subject_type AND t.subject_id = r.subject_id AND t.kind = r.kind AND t.done_at IS NULL;
        END IF;
    END IF;

    IF m ? 'open_deadline' THEN
        INSERT INTO core_deadline (book_id, subject_type, subject_id, kind, window_from, due_at, notice_wait, attempts, error,
                                   outcome)
            SELECT r.book_id, r.subject_type, r.subject_id, r.kind, moment, r.due_at, make_interval(secs => r.notice_wait),
                   0, '', ''
            FROM jsonb_to_recordset(m->'open_deadline') AS r(
                book_id bigint, subject_type text, subject_id bigint, kind text, due_at timestamptz,
                notice_wait double precision);
    END IF;

    IF m ? 'audit' THEN
        INSERT INTO core_auditrecord (book_id, subject_type, subject_id, action, actor_role, actor_id, at, data)
            SELECT r.book_id, r.subject_type, r.subject_id, r.action, r.actor_role, r.actor_id, moment, r.data
            FROM jsonb_to_recordset(m->'audit') AS r(
                book_id bigint, subject_type text, subject_id bigint, action text, actor_role text, actor_id bigint,
                data jsonb);
    END IF;

    IF m ? 'message' THEN
        INSERT INTO core_outboxmessage (book_id, key, topic, payload, created_at, due_at, attempts, error)
            SELECT r.book_id, r.key, r.topic, r.payload, moment, moment, 0, ''
            FROM jsonb_to_recordset(m->'message') AS r(book_id bigint, key text, topic text, payload jsonb)
            ON CONFLICT (book_id, key) DO NOTHING;
    END IF;
END $$;
