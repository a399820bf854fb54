-- 63 bits of the SHA-256 of a policy's text, as jsonb writes it: shorter names first.
CREATE FUNCTION policy_number(content jsonb) RETURNS bigint LANGUAGE sql IMMUTABLE
    RETURN ('x' || left(encode(sha256(convert_to(content::text, 'UTF8')), 'hex'), 16))::bit(64)::bigint & 9223372036854775807;
