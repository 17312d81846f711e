-- Whether a version came to run in its environment. A failed deployment never did, also once it is marked rolled back.
CREATE OR REPLACE FUNCTION "has_reached"(status "deployment_status", status_before_rollback "deployment_status") RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT status = 'DEPLOYED' OR (status = 'ROLLED_BACK' AND status_before_rollback IS DISTINCT FROM 'FAILED')
$$;

-- The facts of one position in a lane from its neighbours, with a few index lookups however long the lane is.
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

-- Stores one new record with its facts, its version, its audit entry and its event while it holds the lane, in one round
-- trip. `p_told` is the row by its columns; without deployed_at the times are now. Returns nothing, and stores nothing,
-- unless `p_settles`: where the externalId is known already, or where the facts of other records change too. With
-- `p_settles` the caller has looked, and recomputes the lane afterwards.
CREATE OR REPLACE FUNCTION "record_deployment"(p_told json, p_audit json, p_settles boolean) RETURNS SETOF "deployment"
LANGUAGE plpgsql
-- Planning would cost as much as recording; the few look-ups always use the same indexes.
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
AS $$
DECLARE
    v "deployment" := json_populate_record(NULL::"deployment", p_told);
    v_reached boolean := has_reached(v."status", v."status_before_rollback");
    v_new_lane boolean := false;
BEGIN
    PERFORM 1 FROM "lane" l
    WHERE l."application" = v."application" AND l."environment_id" = v."environment_id" FOR UPDATE;
    IF NOT FOUND THEN
        -- Locks one that exists by now, in the same statement: annulling its last record deletes a lane.
        INSERT INTO "lane" ("application", "environment_id") VALUES (v."application", v."environment_id")
        ON CONFLICT ("application", "environment_id") DO UPDATE SET "application" = EXCLUDED."application" WHERE false;
        v_new_lane := FOUND;
    END IF;
    PERFORM "require_open_environment"(v."environment_id");
    IF NOT p_settles AND v."external_id" IS NOT NULL AND (
        EXISTS (SELECT 1 FROM "deployment" d WHERE d."external_id" = v."external_id" AND d."source" = v."source")
        OR EXISTS (
            SELECT 1 FROM "annulled_deployment" d WHERE d."external_id" = v."external_id" AND d."source" = v."source")
    ) THEN
        IF v_new_lane THEN
            DELETE FROM "lane" l
            WHERE l."application" = v."application" AND l."environment_id" = v."environment_id";
        END IF;
        RETURN;
    END IF;

    v."recorded_at" := date_trunc('milliseconds', clock_timestamp());
    v."updated_at" := v."recorded_at";
    -- An older version that still runs does not say where its times come from.
    v."deployed_at_given" := COALESCE(v."deployed_at_given", v."deployed_at" IS NOT NULL);
    v."completed_at_given" := COALESCE(v."completed_at_given", v."completed_at" IS NOT NULL);
    v."start_reported" := COALESCE(v."start_reported", v."status" = 'PENDING');
    v."attempt" := COALESCE(v."attempt", 1);
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
    SELECT f.* INTO v."previous_image_tag", v."is_rollback", v."is_first_arrival"
    FROM "neighbour_facts"(
        v."application", v."environment_id", v."image_tag", v."deployed_at", v."seq", v_reached) f;
    IF v_reached AND NOT p_settles AND (v."is_rollback" OR EXISTS (
        SELECT 1 FROM "deployment" d
        WHERE d."application" = v."application" AND d."environment_id" = v."environment_id"
            AND d."deployed_at" > v."deployed_at"
    )) THEN
        RETURN;
    END IF;

    -- A column that is added to the table needs this function to give it a value.
    INSERT INTO "deployment" SELECT v.*;
    IF v_reached AND NOT EXISTS (
        SELECT 1 FROM "image_version" i
        WHERE i."application" = v."application" AND i."image_tag" = v."image_tag"
            AND i."first_reached_at" <= v."deployed_at"
    ) THEN
        INSERT INTO "image_version" ("application", "image_tag", "first_reached_at")
        VALUES (v."application", v."image_tag", v."deployed_at")
        ON CONFLICT ("application", "image_tag") DO UPDATE SET "first_reached_at" = EXCLUDED."first_reached_at"
        WHERE EXCLUDED."first_reached_at" < "image_version"."first_reached_at";
    END IF;
    PERFORM "audit_append"(
        (p_audit->>'id')::uuid, (p_audit->>'at')::timestamptz, p_audit->>'actorKind', p_audit->>'actorId',
        p_audit->>'actorName', p_audit->>'action', p_audit->>'subjectType', p_audit->>'subjectId', p_audit->>'body');
    INSERT INTO "announced_event" ("xid", "type", "subject_id")
    VALUES (pg_current_xact_id()::text::bigint, 'deployment.recorded', v."id");
    RETURN NEXT v;
END
$$;

-- Records several deployments in one transaction; `place` says which of the items each row is for. An item that
-- "record_deployment" stores nothing for has no row. Waits for a lane only briefly, so that one that is held for long, such as
-- by an import, does not keep the others waiting; then the caller records each alone. The items are in the order of lanes.
-- An item with a claim (see idempotency.sql) is stored with the answer to its Idempotency-Key, or not at all.
CREATE OR REPLACE FUNCTION "record_deployments"(p_items json) RETURNS TABLE ("place" int, "recorded" "deployment")
LANGUAGE plpgsql
SET lock_timeout = '100ms'
AS $$
DECLARE
    v record;
    v_attempt uuid;
    v_key "idempotent_answer";
BEGIN
    FOR v IN
        SELECT i.* FROM json_to_recordset(p_items)
            AS i("place" int, "row" json, "audit" json, "environment" text, "claim" "idempotent_answer")
    LOOP
        v_attempt := (v."claim")."attempt_id";
        IF v_attempt IS NOT NULL THEN
            v_key := "claim_key"(v."claim", interval '0');
            CONTINUE WHEN v_key."attempt_id" IS DISTINCT FROM v_attempt;
        END IF;
        "place" := v."place";
        SELECT d.* INTO "recorded" FROM "record_deployment"(v."row", v."audit", false) d;
        IF FOUND THEN
            RETURN NEXT;
        END IF;
        IF v_attempt IS NOT NULL AND FOUND THEN
            UPDATE "idempotent_answer" a SET "status" = 201, "lease_until" = NULL,
                "recorded" = to_jsonb("record_deployments"."recorded") || jsonb_build_object('environment', v."environment")
            WHERE a."caller" = v_key."caller" AND a."key" = v_key."key";
        ELSIF v_attempt IS NOT NULL THEN
            DELETE FROM "idempotent_answer" a WHERE a."caller" = v_key."caller" AND a."key" = v_key."key";
        END IF;
    END LOOP;
END
$$;
