-- The audit log only grows. The triggers that call these functions are in prisma/migrations.
CREATE OR REPLACE FUNCTION "audit_entry_is_append_only"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The audit log is append-only.' USING ERRCODE = 'restrict_violation';
END
$$;

-- Appends entries to a chain that no other transaction holds; waits for one only when all are held.
-- A transaction keeps to its first chain, so that one with many entries does not take them all from the others.
CREATE OR REPLACE FUNCTION "audit_append_all"(p_entries "audit_entry"[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_held text := nullif(current_setting('slipway.audit_chain', true), '');
    v_chains CONSTANT int := 16;
    v_chain int;
    v_end "audit_chain"%ROWTYPE;
BEGIN
    IF v_held IS NOT NULL THEN
        SELECT * INTO v_end FROM "audit_chain" WHERE "chain" = v_held::int FOR UPDATE;
    ELSE
        -- By key: a scan reads the dead versions of every chain, which stay for as long as any transaction does.
        FOR v_try IN 1..3 LOOP
            v_chain := floor(random() * v_chains);
            SELECT * INTO v_end FROM "audit_chain" WHERE "chain" = v_chain FOR UPDATE SKIP LOCKED;
            EXIT WHEN FOUND;
        END LOOP;
        IF v_end."chain" IS NULL THEN
            SELECT * INTO v_end FROM "audit_chain" LIMIT 1 FOR UPDATE SKIP LOCKED;
        END IF;
        IF v_end."chain" IS NULL THEN
            SELECT * INTO STRICT v_end FROM "audit_chain" WHERE "chain" = v_chain FOR UPDATE;
        END IF;
        PERFORM set_config('slipway.audit_chain', v_end."chain"::text, true);
    END IF;

    FOR v_at IN 1..cardinality(p_entries) LOOP
        v_end."position" := v_end."position" + 1;
        v_end."hash" := sha256(v_end."hash" || convert_to((p_entries[v_at])."body", 'UTF8'));
        p_entries[v_at]."chain" := v_end."chain";
        p_entries[v_at]."position" := v_end."position";
        p_entries[v_at]."hash" := v_end."hash";
    END LOOP;
    INSERT INTO "audit_entry" SELECT e.* FROM unnest(p_entries) e;
    UPDATE "audit_chain" SET "position" = v_end."position", "hash" = v_end."hash" WHERE "chain" = v_end."chain";
END
$$;

CREATE OR REPLACE FUNCTION "audit_append"(
    p_id uuid, p_at timestamptz, p_actor_kind text, p_actor_id text, p_actor_name text,
    p_action text, p_subject_type text, p_subject_id text, p_body text
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v "audit_entry";
BEGIN
    v."id" := p_id;
    v."at" := p_at;
    v."actor_kind" := p_actor_kind;
    v."actor_id" := p_actor_id;
    v."actor_name" := p_actor_name;
    v."action" := p_action;
    v."subject_type" := p_subject_type;
    v."subject_id" := p_subject_id;
    v."body" := p_body;
    PERFORM "audit_append_all"(ARRAY[v]);
END
$$;
