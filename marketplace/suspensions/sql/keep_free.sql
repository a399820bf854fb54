-- Until the transaction ends nobody suspends the buyer, or the owners of the shops (id -> owner), or lifts it: many may share them,
-- whoever suspends holds them alone. Who is suspended by then was free when it was looked at: SQLSTATE DB001, decide again.
CREATE OR REPLACE FUNCTION keep_free(buyer bigint, shops jsonb) RETURNS void LANGUAGE plpgsql
    SET enable_seqscan = off
AS $$
BEGIN
    PERFORM 1 FROM users_user u
        WHERE u.id = ANY (ARRAY(SELECT o.value::bigint FROM jsonb_each_text(shops) AS o) || buyer)
        ORDER BY u.id FOR KEY SHARE;
    IF EXISTS (
        SELECT FROM suspensions_suspension x
            WHERE x.lifted_at IS NULL
              AND (x.subject_type = 'person' AND x.subject_id = buyer
                   OR x.subject_type = 'shop'
                      AND x.subject_id = ANY (ARRAY(SELECT o.key::bigint FROM jsonb_each_text(shops) AS o)))
    ) THEN
        RAISE EXCEPTION 'suspended since it was read' USING ERRCODE = 'DB001';
    END IF;
END $$;
