-- Unpacks the chunks of "lane_chunk" whose facts may be different after records came, went or changed. The triggers on
-- "deployment" call it with the records concerned as "changed". Their writer holds the lanes, and the worker holds all lanes
-- of an application while it packs one, so that neither misses what the other has not committed yet.
CREATE OR REPLACE FUNCTION "unpack_chunks"() RETURNS trigger LANGUAGE plpgsql
-- The statistics of "changed" are unknown; each step is a few index lookups a record.
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
AS $$
BEGIN
    UPDATE "lane_chunk" c SET "facts" = NULL FROM changed r
    WHERE c."application" = r."application" AND c."environment_id" = r."environment_id"
        AND c."until_at" > r."deployed_at" AND c."from_at" <= r."deployed_at" AND c."facts" IS NOT NULL;

    -- First arrivals of the same tag in other environments: which is the first of all, and how long a promotion took.
    UPDATE "lane_chunk" c SET "facts" = NULL
    FROM changed r JOIN "deployment" o ON o."application" = r."application" AND o."image_tag" = r."image_tag"
        AND o."environment_id" <> r."environment_id" AND o."is_first_arrival"
    WHERE r."is_first_arrival" AND c."application" = o."application" AND c."environment_id" = o."environment_id"
        AND c."until_at" > o."deployed_at" AND c."from_at" <= o."deployed_at" AND c."facts" IS NOT NULL;

    -- From the first arrival in an environment on, the application has it as a stage.
    WITH first_use AS MATERIALIZED (
        SELECT r."application", r."deployed_at" FROM changed r
        WHERE NOT EXISTS (
            SELECT 1 FROM "deployment" o
            WHERE o."application" = r."application" AND o."environment_id" = r."environment_id"
                AND has_reached(o."status", o."status_before_rollback")
                AND (o."deployed_at", o."seq") < (r."deployed_at", r."seq")))
    UPDATE "lane_chunk" c SET "facts" = NULL FROM first_use f
    WHERE c."application" = f."application" AND c."until_at" > f."deployed_at" AND c."facts" IS NOT NULL;
    RETURN NULL;
END
$$;

-- The promotion order changed.
CREATE OR REPLACE FUNCTION "unpack_all_chunks"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE "lane_chunk" SET "facts" = NULL WHERE "facts" IS NOT NULL;
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION "delete_all_chunks"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM "lane_chunk";
    RETURN NULL;
END
$$;
