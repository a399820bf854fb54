-- Writes what a basket became, in the round trip of its money: `m` is the move that opens the payment and its holds (commit_move),
-- `r` the rows of the orders (marketplace/orders/placing.py says how it is built): the basket's id and version, the checkout, its
-- orders, their lines and charges, the coupons, the address, the pieces.
--
-- Answers what commit_move does: nothing else is written when the idempotency key came before. DB001: the basket was changed,
-- somebody suspended, or a coupon taken, since it was read. DB005: not all pieces are there; the detail is what change_stock answered.
CREATE OR REPLACE FUNCTION place_orders(m jsonb, r jsonb) RETURNS jsonb LANGUAGE plpgsql
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
DECLARE
    moment timestamptz := (m->>'now')::timestamptz;
    buyer bigint := (r->>'buyer')::bigint;
    basket bigint := (r->>'basket')::bigint;
    checkout bigint := (r->>'checkout')::bigint;
    answer jsonb;
BEGIN
    PERFORM keep_free(buyer, r->'shops');
    answer := commit_move(m);
    IF answer IS NOT NULL THEN
        RETURN answer;
    END IF;

    UPDATE orders_basket SET version = version + 1, changed_at = moment
        WHERE id = basket AND version = (r->>'version')::int;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'basket changed since it was read' USING ERRCODE = 'DB001';
    END IF;
    DELETE FROM orders_basketline WHERE basket_id = basket;

    INSERT INTO orders_checkout (id, buyer_id, payment_id, basket_id, basket_version, placed_at)
        VALUES (checkout, buyer, (r->>'payment')::bigint, basket, (r->>'version')::int, moment);
    INSERT INTO orders_order (id, reference, checkout_id, shop_id, buyer_id, hold_id, fulfilment, currency, policy_id, recipient,
                              phone, region, street, note, placed_at, packed_at, extended_at, extended_by, closed_at, closed_by,
                              closed_reason)
        SELECT o.id, o.reference, checkout, o.shop_id, buyer, o.id, o.fulfilment, o.currency, o.policy_id, o.recipient,
               o.phone, o.region, o.street, o.note, moment, NULL, NULL, 0, NULL, '', ''
        FROM jsonb_to_recordset(r->'orders') AS o(
            id bigint, reference text, shop_id bigint, fulfilment text, currency text, policy_id bigint, recipient text, phone text,
            region text, street text, note text);
    INSERT INTO orders_orderline (order_id, sku_id, title, second_title, variant, picture, unit_price, quantity)
        SELECT l.order_id, l.sku_id, l.title, l.second_title, l.variant, l.picture, l.unit_price, l.quantity
        FROM jsonb_to_recordset(r->'lines') AS l(
            order_id bigint, sku_id bigint, title text, second_title text, variant text, picture text, unit_price bigint,
            quantity int);
    -- A SKU stands in an order once.
    INSERT INTO orders_charge (order_id, line_id, type, amount, coupon_id)
        SELECT c.order_id,
               (SELECT l.id FROM orders_orderline l WHERE l.order_id = c.order_id AND l.sku_id = c.sku_id), c.type, c.amount,
               c.coupon_id
        FROM jsonb_to_recordset(r->'charges') AS c(order_id bigint, sku_id bigint, type text, amount bigint, coupon_id bigint);
    PERFORM remember_address(buyer, moment, r->'address');
    PERFORM take_coupons(buyer, checkout, moment, r->'coupons');

    -- Last, so that what everybody wants is locked for a moment only.
    answer := change_stock('reserve', r->'pieces');
    IF answer IS NOT NULL THEN
        RAISE EXCEPTION 'not all pieces are there' USING ERRCODE = 'DB005', DETAIL = answer;
    END IF;
    -- Those of the day's first order, after all that somebody may wait for: whoever writes the same waits for this one. Its number
    -- says what it is, so that it does not matter who was here before.
    IF r ? 'policies' THEN
        INSERT INTO orders_storedpolicy (id, content)
            SELECT p.id, p.content FROM jsonb_to_recordset(r->'policies') AS p(id bigint, content jsonb) ORDER BY p.id
            ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END $$;
