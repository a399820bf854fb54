-- Keeps where `owner` had goods sent (recipient, phone, region, street) for the next time, the same address once. Answers its id.
CREATE OR REPLACE FUNCTION remember_address(owner bigint, at timestamptz, fields jsonb) RETURNS bigint LANGUAGE plpgsql
    SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    kept bigint;
BEGIN
    UPDATE orders_address SET used_at = at
        -- OFFSET 0: the owner's few addresses first, never everybody's by their numbers.
        WHERE id = (SELECT min(mine.id) FROM (SELECT * FROM orders_address a WHERE a.owner_id = owner OFFSET 0) AS mine
                        WHERE mine.recipient = fields->>'recipient' AND mine.phone = fields->>'phone'
                          AND mine.region = fields->>'region' AND mine.street = fields->>'street')
        RETURNING id INTO kept;
    IF kept IS NULL THEN
        INSERT INTO orders_address (owner_id, recipient, phone, region, street, used_at)
            VALUES (owner, fields->>'recipient', fields->>'phone', fields->>'region', fields->>'street', at)
            RETURNING id INTO kept;
    END IF;
    RETURN kept;
END $$;
