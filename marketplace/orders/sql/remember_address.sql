-- Keeps where `owner` had goods sent (recipient, phone, region, street) for the next time, the same address once. Answers its id.
CREATE OR REPLACE FUNCTION remember_address(owner bigint, at timestamptz, fields jsonb) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    kept bigint;
BEGIN
    UPDATE orders_address SET used_at = at
        WHERE id = (SELECT a.id FROM orders_address a
                        WHERE a.owner_id = owner AND a.recipient = fields->>'recipient' AND a.phone = fields->>'phone'
                          AND a.region = fields->>'region' AND a.street = fields->>'street'
                        ORDER BY a.id LIMIT 1)
        RETURNING id INTO kept;
    IF kept IS NULL THEN
        INSERT INTO orders_address (owner_id, recipient, phone, region, street, used_at)
            VALUES (owner, fields->>'recipient', fields->>'phone', fields->>'region', fields->>'street', at)
            RETURNING id INTO kept;
    END IF;
    RETURN kept;
END $$;
