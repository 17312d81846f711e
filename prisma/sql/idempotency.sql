-- Claims an Idempotency-Key for the attempt `p_claim`, which names the caller, the key, the attempt and the hash of the payload.
-- Returns the row of the key: the attempt has it if the row is its own. Otherwise the row is the response to an earlier attempt or,
-- without a status, belongs to one in progress; it is null while the transaction that claimed it is open. The claim of an
-- attempt that died expires after its lease, a response after a day.
CREATE OR REPLACE FUNCTION "claim_key"(p_claim "idempotent_answer", p_lease interval) RETURNS "idempotent_answer"
LANGUAGE plpgsql AS $$
DECLARE
    v "idempotent_answer";
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtextextended(p_claim."caller" || ' ' || p_claim."key", 0)) THEN
        RETURN NULL;
    END IF;
    DELETE FROM "idempotent_answer" a
    WHERE a."caller" = p_claim."caller" AND a."key" = p_claim."key"
        AND CASE WHEN a."status" IS NULL THEN a."lease_until" < now() ELSE a."created_at" < now() - interval '1 day' END;
    INSERT INTO "idempotent_answer" AS a ("caller", "key", "payload_hash", "attempt_id", "lease_until", "created_at")
    VALUES (p_claim."caller", p_claim."key", p_claim."payload_hash", p_claim."attempt_id", now() + p_lease, now())
    ON CONFLICT DO NOTHING RETURNING a.* INTO v;
    IF NOT FOUND THEN
        SELECT a.* INTO v FROM "idempotent_answer" a WHERE a."caller" = p_claim."caller" AND a."key" = p_claim."key";
    END IF;
    RETURN v;
END
$$;

-- Whether no attempt has the key of `p_claim`, for a transaction that stores the response itself. Holds the key until it ends.
CREATE OR REPLACE FUNCTION "key_is_free"(p_claim "idempotent_answer") RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtextextended(p_claim."caller" || ' ' || p_claim."key", 0)) THEN
        RETURN false;
    END IF;
    RETURN NOT EXISTS (
        SELECT 1 FROM "idempotent_answer" a WHERE a."caller" = p_claim."caller" AND a."key" = p_claim."key");
END
$$;
