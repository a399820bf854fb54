-- Writes an order's first parcel (`r`: the shipment's columns, and `pieces`, which are sold now) in the round trip of the move `m`
-- that compares the order's hold (commit_move).
--
-- DB001: the order was shipped, or ended, since it was read. A number that another parcel bears violates shipment_number_once.
CREATE OR REPLACE FUNCTION ship_parcel(m jsonb, r jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM orders_order WHERE id = (r->>'order')::bigint FOR NO KEY UPDATE;
    INSERT INTO orders_shipment (id, order_id, carrier, carrier_code, number, tracked, shipped_at, delivered_at, returned_at,
                                 lost_at, asked_at)
        VALUES ((r->>'id')::bigint, (r->>'order')::bigint, r->>'carrier', r->>'carrier_code', r->>'number', false,
                (m->>'now')::timestamptz, NULL, NULL, NULL, NULL)
        ON CONFLICT (order_id) DO NOTHING;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'order shipped since it was read' USING ERRCODE = 'DB001';
    END IF;
    -- Pieces that are not set aside any more were given back when the order ended.
    IF change_stock('sell', r->'pieces') IS NOT NULL THEN
        RAISE EXCEPTION 'order ended since it was read' USING ERRCODE = 'DB001';
    END IF;
    RETURN commit_move(m);
END $$;
