-- Changes the stock of SKUs, which is never oversold. `pieces` is a list of {"sku", "n"}; `verb` says what becomes of them:
-- 'reserve' (set aside for an order), 'release' (no longer), 'sell' (they were set aside).
--
-- Takes the SKUs in ascending id. Answers NULL when all was there; else the first SKU that stood in the way, as {"sku", "title",
-- "left", "for_sale"}: the caller raises then, so that nothing of the others is kept either.
--
-- Numbers are compared with the ends of their type for the planner's sake: it expects one piece then, not a hundred, for which it
-- would read all SKUs of a small site, and whether each is listed.
CREATE OR REPLACE FUNCTION change_stock(verb text, pieces jsonb) RETURNS jsonb LANGUAGE plpgsql
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
    SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    wanted int := jsonb_array_length(pieces);
    changed bigint[];
    missing bigint;
BEGIN
    IF wanted > 1 THEN
        PERFORM 1 FROM catalog_sku s, jsonb_to_recordset(pieces) AS w(sku bigint)
            WHERE s.id = w.sku ORDER BY s.id FOR NO KEY UPDATE OF s;
    END IF;
    IF verb = 'reserve' THEN
        WITH done AS (
            UPDATE catalog_sku s SET reserved = s.reserved + w.n
                FROM jsonb_to_recordset(pieces) AS w(sku bigint, n int)
                WHERE s.id = w.sku AND s.received - s.sold - s.reserved >= w.n AND NOT s.withdrawn
                  AND w.sku BETWEEN 0 AND 9223372036854775807
                  AND (SELECT g.state FROM catalog_listing g WHERE g.id = s.listing_id) = 'live'
                RETURNING s.id
        )
        SELECT array_agg(id) INTO changed FROM done;
    ELSE
        WITH done AS (
            UPDATE catalog_sku s
                SET reserved = s.reserved - w.n, sold = s.sold + CASE verb WHEN 'sell' THEN w.n ELSE 0 END
                FROM jsonb_to_recordset(pieces) AS w(sku bigint, n int)
                WHERE s.id = w.sku AND s.reserved >= w.n AND w.sku BETWEEN 0 AND 9223372036854775807
                RETURNING s.id
        )
        SELECT array_agg(id) INTO changed FROM done;
    END IF;
    IF cardinality(changed) = wanted THEN
        RETURN NULL;
    END IF;
    SELECT min(w.sku) INTO missing FROM jsonb_to_recordset(pieces) AS w(sku bigint)
        WHERE changed IS NULL OR w.sku <> ALL (changed);
    RETURN coalesce(
        (SELECT jsonb_build_object('sku', s.id, 'title', g.title, 'left', s.stock,
                                   'for_sale', g.state = 'live' AND NOT s.withdrawn)
            FROM catalog_sku s JOIN catalog_listing g ON g.id = s.listing_id WHERE s.id = missing),
        jsonb_build_object('sku', missing, 'title', '', 'left', 0, 'for_sale', false));
END $$;
