-- A checkout takes coupons. `wanted` is a list of {"coupon_id", "amount", "day", "once"}; they are locked by their ids, and their
-- limits compared by then. One that counts no longer: SQLSTATE DB001, decide again.
CREATE OR REPLACE FUNCTION take_coupons(buyer bigint, checkout bigint, moment timestamptz, wanted jsonb) RETURNS void
    LANGUAGE plpgsql SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
DECLARE
    taken int;
BEGIN
    IF jsonb_array_length(wanted) = 0 THEN
        RETURN;
    END IF;
    PERFORM 1 FROM coupons_coupon c, jsonb_to_recordset(wanted) AS w(coupon_id bigint)
        WHERE c.id = w.coupon_id ORDER BY c.id FOR NO KEY UPDATE OF c;
    -- A statement of its own: it counts what was taken while this one waited.
    UPDATE coupons_coupon c SET used = c.used + 1, spent = c.spent + w.amount
        FROM jsonb_to_recordset(wanted) AS w(coupon_id bigint, amount bigint, day date)
        WHERE c.id = w.coupon_id AND c.paused_at IS NULL
          AND (c.uses_at_most IS NULL OR c.used < c.uses_at_most)
          AND (c.budget IS NULL OR c.spent + w.amount <= c.budget)
          AND (c.day_at_most IS NULL OR c.day_at_most > (SELECT count(*) FROM orders_couponuse u
               WHERE u.coupon_id = c.id AND u.day = w.day AND u.given_back_at IS NULL))
          AND NOT (c.once_each AND EXISTS (SELECT FROM orders_couponuse u
                   WHERE u.coupon_id = c.id AND u.buyer_id = buyer AND u.given_back_at IS NULL));
    GET DIAGNOSTICS taken = ROW_COUNT;
    IF taken <> jsonb_array_length(wanted) THEN
        RAISE EXCEPTION 'a coupon was taken since it was read' USING ERRCODE = 'DB001';
    END IF;
    INSERT INTO orders_couponuse (coupon_id, checkout_id, buyer_id, day, once, amount, taken_at, given_back_at)
        SELECT w.coupon_id, checkout, buyer, w.day, w.once, w.amount, moment, NULL
        FROM jsonb_to_recordset(wanted) AS w(coupon_id bigint, amount bigint, day date, once boolean);
END $$;
