-- Unpacks the chunks of "lane_chunk" whose facts may be different after records came, went or changed; after more than a
-- thousand, such as of an import, all chunks of their applications. The triggers on
-- "deployment" call it with the records concerned as "changed". Their writer holds the lanes, and the worker holds all lanes
-- of an application while it packs, so that neither misses what the other has not committed yet.
CREATE OR REPLACE FUNCTION "unpack_chunks"() RETURNS trigger LANGUAGE plpgsql
-- The statistics of "changed" are unknown; each step is a few index lookups a record.
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
AS $$
DECLARE
    v record;
BEGIN
    IF EXISTS (SELECT 1 FROM changed OFFSET 1000) THEN
        UPDATE "lane_chunk" c SET "facts" = NULL
        WHERE c."application" IN (SELECT r."application" FROM changed r) AND c."facts" IS NOT NULL;
        RETURN NULL;
    END IF;

    -- A query that mostly finds nothing, because an update costs more even then.
    FOR v IN
        SELECT c."application", c."environment_id", c."until_at"
        FROM changed r JOIN "lane_chunk" c ON c."application" = r."application" AND c."environment_id" = r."environment_id"
            AND c."until_at" > r."deployed_at" AND c."from_at" <= r."deployed_at"
        WHERE c."facts" IS NOT NULL
        UNION
        -- First arrivals of the same tag in other environments: which is the first of all, and how long a promotion took.
        SELECT c."application", c."environment_id", c."until_at"
        FROM changed r JOIN "deployment" o ON o."application" = r."application" AND o."image_tag" = r."image_tag"
            AND o."environment_id" <> r."environment_id" AND o."is_first_arrival"
        JOIN "lane_chunk" c ON c."application" = o."application" AND c."environment_id" = o."environment_id"
            AND c."until_at" > o."deployed_at" AND c."from_at" <= o."deployed_at"
        WHERE r."is_first_arrival" AND c."facts" IS NOT NULL
        UNION
        -- From the first arrival in an environment on, the application has it as a stage.
        SELECT c."application", c."environment_id", c."until_at"
        FROM (
            SELECT r."application", min(r."deployed_at") AS first_at FROM changed r
            WHERE NOT EXISTS (
                SELECT 1 FROM "deployment" o
                WHERE o."application" = r."application" AND o."environment_id" = r."environment_id"
                    AND has_reached(o."status", o."status_before_rollback")
                    AND (o."deployed_at", o."seq") < (r."deployed_at", r."seq"))
            GROUP BY r."application") f
        JOIN "lane_chunk" c ON c."application" = f."application" AND c."until_at" > f.first_at
        WHERE c."facts" IS NOT NULL
        ORDER BY 1, 2, 3
    LOOP
        UPDATE "lane_chunk" c SET "facts" = NULL
        WHERE c."application" = v."application" AND c."environment_id" = v."environment_id" AND c."until_at" = v."until_at";
    END LOOP;
    RETURN NULL;
END
$$;

-- A lane that does not exist yet cannot be locked. The worker holds this lock while it packs an application, so that a lane
-- that is new appears before or after.
CREATE OR REPLACE FUNCTION "wait_for_packing"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended(NEW."application", 7341));
    RETURN NEW;
END
$$;

-- The promotion order changed. The worker shares this lock while it packs.
CREATE OR REPLACE FUNCTION "unpack_all_chunks"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(7341);
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
