-- The facts of one place in a lane from its neighbours, by a few index look-ups however long the lane is. The rules are
-- those of lib/deployments/lane-model.
CREATE FUNCTION "neighbour_facts"(
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
            AND d.status IN ('DEPLOYED', 'ROLLED_BACK') AND (d.deployed_at, d.seq) < (p_deployed_at, p_seq)
            AND d.deployed_at >= COALESCE((
                SELECT max(r.removed_at) FROM removal r
                WHERE r.application = p_application AND r.environment_id = p_environment_id
                    AND r.removed_at <= p_deployed_at), '-infinity')
        ORDER BY d.deployed_at DESC, d.seq DESC LIMIT 1) previous ON true
    LEFT JOIN LATERAL (
        SELECT d.deployed_at, d.seq FROM deployment d
        WHERE d.application = p_application AND d.environment_id = p_environment_id
            AND d.status IN ('DEPLOYED', 'ROLLED_BACK') AND d.image_tag = p_image_tag
            AND (d.deployed_at, d.seq) < (p_deployed_at, p_seq)
        ORDER BY d.deployed_at, d.seq LIMIT 1) own ON true
    LEFT JOIN LATERAL (
        SELECT d.deployed_at, d.seq FROM deployment d
        WHERE d.application = p_application AND d.environment_id = p_environment_id
            AND d.status IN ('DEPLOYED', 'ROLLED_BACK') AND d.image_tag = previous.image_tag
        ORDER BY d.deployed_at, d.seq LIMIT 1) replaced ON true
$$;

-- Stores one new record with its facts, its version, its audit entry and its announcement, while it holds the lane: one
-- journey to the database instead of ten. `p_told` is the row by its columns; without deployed_at it is now, and so is
-- what else is 'now' of a finished one. Answers nothing, and stores nothing, where the externalId is known already, or,
-- unless `p_settles` says that the caller settles the lane, where the facts of other records change too.
CREATE FUNCTION "record_deployment"(p_told json, p_audit json, p_settles boolean) RETURNS SETOF "deployment"
LANGUAGE plpgsql AS $$
DECLARE
    v "deployment" := json_populate_record(NULL::"deployment", p_told);
    v_reached boolean := v."status" IN ('DEPLOYED', 'ROLLED_BACK');
    v_new_lane boolean := false;
BEGIN
    PERFORM 1 FROM "lane" l
    WHERE l."application" = v."application" AND l."environment_id" = v."environment_id" FOR UPDATE;
    IF NOT FOUND THEN
        INSERT INTO "lane" ("application", "environment_id") VALUES (v."application", v."environment_id")
        ON CONFLICT DO NOTHING;
        v_new_lane := FOUND;
        PERFORM 1 FROM "lane" l
        WHERE l."application" = v."application" AND l."environment_id" = v."environment_id" FOR UPDATE;
    END IF;
    IF v."external_id" IS NOT NULL AND EXISTS (
        SELECT 1 FROM "deployment" d WHERE d."external_id" = v."external_id" AND d."source" = v."source"
    ) THEN
        IF v_new_lane THEN
            DELETE FROM "lane" l
            WHERE l."application" = v."application" AND l."environment_id" = v."environment_id";
        END IF;
        RETURN;
    END IF;

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
