-- Whether a version came to run in its environment. A failed deployment never did, also once it is marked rolled back.
CREATE OR REPLACE FUNCTION "has_reached"(status "deployment_status", status_before_rollback "deployment_status") RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT status = 'DEPLOYED' OR (status = 'ROLLED_BACK' AND status_before_rollback IS DISTINCT FROM 'FAILED')
$$;

-- The facts of one position in a lane from its neighbors, with a few index lookups however long the lane is.
-- previous_image_tag: the tag of the preceding record that reached the environment; null if there is none or a removal
--   lies in between (after that record, and not after this one).
-- is_rollback: this tag was live here before, and first so earlier than the tag it replaces (A→B→A).
-- is_first_arrival: the first record of its tag that reached the environment.
-- undone_by_rollback (computed by lib/ledger/deployments/recompute-lane-facts.ts): a later rollback returned to the tag
--   that was live right before this record (A→B→C→A: B).
-- Records that did not reach the environment have a previous_image_tag only.
CREATE OR REPLACE FUNCTION "neighbour_facts"(
    p_application text, p_environment_id uuid, p_image_tag text, p_deployed_at timestamptz, p_seq bigint, p_reached boolean
) RETURNS TABLE ("previous_image_tag" text, "is_rollback" boolean, "is_first_arrival" boolean)
LANGUAGE sql STABLE AS $$
    SELECT previous.image_tag,
        COALESCE(p_reached AND previous.image_tag <> p_image_tag
            AND (own.deployed_at, own.seq) < (replaced.deployed_at, replaced.seq), false),
        p_reached AND own.seq IS NULL
    FROM (SELECT 1) one
    LEFT JOIN LATERAL (
        SELECT d.image_tag FROM deployment d
        WHERE d.application = p_application AND d.environment_id = p_environment_id
            AND has_reached(d.status, d.status_before_rollback) AND (d.deployed_at, d.seq) < (p_deployed_at, p_seq)
            AND d.deployed_at >= COALESCE((
                SELECT max(r.removed_at) FROM removal r
                WHERE r.application = p_application AND r.environment_id = p_environment_id
                    AND r.removed_at <= p_deployed_at), '-infinity')
        ORDER BY d.deployed_at DESC, d.seq DESC LIMIT 1) previous ON true
    LEFT JOIN LATERAL (
        SELECT d.deployed_at, d.seq FROM deployment d
        WHERE d.application = p_application AND d.environment_id = p_environment_id
            AND has_reached(d.status, d.status_before_rollback) AND d.image_tag = p_image_tag
            AND (d.deployed_at, d.seq) < (p_deployed_at, p_seq)
        ORDER BY d.deployed_at, d.seq LIMIT 1) own ON true
    LEFT JOIN LATERAL (
        SELECT d.deployed_at, d.seq FROM deployment d
        WHERE d.application = p_application AND d.environment_id = p_environment_id
            AND has_reached(d.status, d.status_before_rollback) AND d.image_tag = previous.image_tag
        ORDER BY d.deployed_at, d.seq LIMIT 1) replaced ON true
$$;

-- Holds an environment and its family until the transaction ends, so that neither is archived before the records of the
-- transaction are committed. An archived one is refused with SQLSTATE SL001 (lib/platform/db/database-errors).
CREATE OR REPLACE FUNCTION "require_open_environment"(p_environment_id uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_archived_at timestamptz;
BEGIN
    FOR v_archived_at IN
        SELECT e."archived_at" FROM "environment" e
        WHERE e."id" = p_environment_id
            OR e."id" = (SELECT m."family_id" FROM "environment" m WHERE m."id" = p_environment_id)
        FOR KEY SHARE
    LOOP
        IF v_archived_at IS NOT NULL THEN
            RAISE EXCEPTION 'The environment is archived.' USING ERRCODE = 'SL001';
        END IF;
    END LOOP;
END
$$;

-- Writes what "record_deployments" has prepared, each table in one statement.
CREATE OR REPLACE FUNCTION "store_deployments"(
    p_records "deployment"[], p_entries "audit_entry"[], p_answers "idempotent_answer"[]
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    -- A column that is added to the table needs "record_deployments" to give it a value.
    INSERT INTO "deployment" SELECT d.* FROM unnest(p_records) d;
    INSERT INTO "image_version" AS i ("application", "image_tag", "first_reached_at")
    SELECT d."application", d."image_tag", min(d."deployed_at") FROM unnest(p_records) d
    WHERE has_reached(d."status", d."status_before_rollback") AND NOT EXISTS (
        SELECT 1 FROM "image_version" k
        WHERE k."application" = d."application" AND k."image_tag" = d."image_tag"
            AND k."first_reached_at" <= d."deployed_at")
    GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT ("application", "image_tag") DO UPDATE SET "first_reached_at" = EXCLUDED."first_reached_at"
    WHERE EXCLUDED."first_reached_at" < i."first_reached_at";
    INSERT INTO "announced_event" ("xid", "type", "subject_id")
    SELECT pg_current_xact_id()::text::bigint, 'deployment.recorded', d."id" FROM unnest(p_records) d;
    IF cardinality(p_answers) > 0 THEN
        INSERT INTO "idempotent_answer" SELECT a.* FROM unnest(p_answers) a;
    END IF;
    PERFORM "audit_append_all"(p_entries);
END
$$;

-- Stores new records with their facts, versions, audit entries and events in one round trip, while it holds their lanes. `row`
-- is a record by its columns, in the environment of that name; without deployed_at its times are now. `place` says which of
-- the items a returned row is for. It returns, and stores, nothing of an item whose environment does not exist, is archived
-- or is not among those `allowed`, whose externalId is known already, or with which the facts of other records change too; with
-- `p_recomputes` the caller has looked, and recomputes the lane afterwards. An item with a claim (see idempotency.sql) is stored
-- with the response to its Idempotency-Key, or not at all. Without `p_waits`, it waits for a lane only briefly, so that one
-- that is held for long, such as by an import, does not keep the others waiting; then the caller records each alone.
CREATE OR REPLACE FUNCTION "record_deployments"(p_items json, p_recomputes boolean, p_waits boolean)
RETURNS TABLE ("place" int, "recorded" "deployment")
LANGUAGE plpgsql
-- Planning would cost as much as recording; the few look-ups always use the same indexes.
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
AS $$
DECLARE
    i record;
    v "deployment";
    v_answer "idempotent_answer";
    v_lane text;
    v_reached boolean;
    v_is_new_lane boolean;
    v_is_late boolean;
    -- What was prepared, and the lanes, keys and externalIds of it: look-ups that concern them must find it stored.
    v_records "deployment"[] := '{}';
    v_entries "audit_entry"[] := '{}';
    v_answers "idempotent_answer"[] := '{}';
    v_prepared text[] := '{}';
    v_marks text[];
    v_open uuid[] := '{}';
BEGIN
    IF NOT p_waits THEN
        PERFORM set_config('lock_timeout', '100ms', true);
    END IF;
    FOR i IN
        SELECT t.*, e."id" AS environment_id
        FROM json_to_recordset(p_items) AS t(
            "place" int, "row" "deployment", "audit" "audit_entry", "claim" "idempotent_answer",
            "environment" text, "allowed" uuid[])
        JOIN "environment" e ON e."name" = t."environment" LEFT JOIN "environment" f ON f."id" = e."family_id"
        WHERE e."archived_at" IS NULL AND f."archived_at" IS NULL
            AND (t."allowed" IS NULL OR e."id" = ANY (t."allowed") OR e."family_id" = ANY (t."allowed"))
        ORDER BY (t."row")."application", e."id"
    LOOP
        v := i."row";
        v."environment_id" := i.environment_id;
        v_answer := i."claim";
        v_marks := ARRAY[
            'lane ' || v."application" || ' ' || v."environment_id", 'key ' || v_answer."key", 'id ' || v."external_id"];
        IF v_marks && v_prepared THEN
            PERFORM "store_deployments"(v_records, v_entries, v_answers);
            v_records := '{}';
            v_entries := '{}';
            v_answers := '{}';
            v_prepared := '{}';
        END IF;
        CONTINUE WHEN v_answer."key" IS NOT NULL AND NOT "key_is_free"(v_answer);

        v_is_new_lane := false;
        PERFORM 1 FROM "lane" l
        WHERE l."application" = v."application" AND l."environment_id" = v."environment_id" FOR UPDATE;
        IF NOT FOUND THEN
            -- Locks one that exists by now, in the same statement: annulling its last record deletes a lane.
            INSERT INTO "lane" ("application", "environment_id") VALUES (v."application", v."environment_id")
            ON CONFLICT ("application", "environment_id")
            DO UPDATE SET "application" = EXCLUDED."application" WHERE false;
            v_is_new_lane := FOUND;
        END IF;
        IF NOT v."environment_id" = ANY (v_open) THEN
            PERFORM "require_open_environment"(v."environment_id");
            v_open := v_open || v."environment_id";
        END IF;
        IF NOT p_recomputes AND v."external_id" IS NOT NULL AND (
            EXISTS (SELECT 1 FROM "deployment" d WHERE d."external_id" = v."external_id" AND d."source" = v."source")
            OR EXISTS (
                SELECT 1 FROM "annulled_deployment" d
                WHERE d."external_id" = v."external_id" AND d."source" = v."source")
        ) THEN
            IF v_is_new_lane THEN
                DELETE FROM "lane" l
                WHERE l."application" = v."application" AND l."environment_id" = v."environment_id";
            END IF;
            CONTINUE;
        END IF;

        v_reached := has_reached(v."status", v."status_before_rollback");
        v."recorded_at" := date_trunc('milliseconds', clock_timestamp());
        v."updated_at" := v."recorded_at";
        IF v."deployed_at" IS NULL THEN
            v."deployed_at" := v."recorded_at";
            IF v."status" <> 'PENDING' THEN
                v."completed_at" := v."recorded_at";
            END IF;
            IF v."status" = 'ROLLED_BACK' THEN
                v."rolled_back_at" := v."recorded_at";
            END IF;
        END IF;
        v."seq" := nextval('deployment_seq_seq');
        v."version" := 1;
        v."undone_by_rollback" := false;
        SELECT f.*, EXISTS (
            SELECT 1 FROM "deployment" d
            WHERE d."application" = v."application" AND d."environment_id" = v."environment_id"
                AND d."deployed_at" > v."deployed_at")
        INTO v."previous_image_tag", v."is_rollback", v."is_first_arrival", v_is_late
        FROM "neighbour_facts"(
            v."application", v."environment_id", v."image_tag", v."deployed_at", v."seq", v_reached) f;
        CONTINUE WHEN v_reached AND NOT p_recomputes AND (v."is_rollback" OR v_is_late);

        v_records := v_records || v;
        v_entries := v_entries || i."audit";
        IF v_answer."key" IS NOT NULL THEN
            v_answer."status" := 201;
            v_answer."created_at" := now();
            v_answer."recorded" := to_jsonb(v) || jsonb_build_object('environment', i."environment");
            v_answers := v_answers || v_answer;
        END IF;
        v_prepared := v_prepared || v_marks;
        "place" := i."place";
        "recorded" := v;
        RETURN NEXT;
    END LOOP;
    IF cardinality(v_records) > 0 THEN
        PERFORM "store_deployments"(v_records, v_entries, v_answers);
    END IF;
END
$$;
