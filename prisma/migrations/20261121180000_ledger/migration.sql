-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "role" AS ENUM ('VIEWER', 'OPERATOR', 'ADMIN');

-- CreateEnum
CREATE TYPE "deployment_status" AS ENUM ('PENDING', 'DEPLOYED', 'FAILED', 'ROLLED_BACK');

-- CreateTable
CREATE TABLE "user_account" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" "role" NOT NULL,
    "password_hash" TEXT,
    "oidc_subject" TEXT,
    "disabled_at" TIMESTAMPTZ(3),
    "sessions_from" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_sign_in_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "user_account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_token" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,
    "prefix" TEXT NOT NULL,
    "last_four" TEXT NOT NULL,
    "scopes" TEXT[],
    "environments" TEXT[],
    "tenants" TEXT[],
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "revoked_by" TEXT,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_attempt" (
    "id" BIGSERIAL NOT NULL,
    "subject" TEXT NOT NULL,
    "failed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sign_in_attempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "id" UUID NOT NULL,
    "chain" INTEGER NOT NULL,
    "position" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "actor_name" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_chain" (
    "chain" INTEGER NOT NULL,
    "position" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "audit_chain_pkey" PRIMARY KEY ("chain")
);

-- CreateTable
CREATE TABLE "deployment" (
    "id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "application" TEXT NOT NULL,
    "environment_id" UUID NOT NULL,
    "image_tag" TEXT NOT NULL,
    "status" "deployment_status" NOT NULL,
    "deployed_at" TIMESTAMPTZ(3) NOT NULL,
    "completed_at" TIMESTAMPTZ(3),
    "committed_at" TIMESTAMPTZ(3),
    "git_commit" TEXT,
    "git_branch" TEXT,
    "acr_registry" TEXT,
    "helm_chart_version" TEXT,
    "service_versions" JSONB,
    "artifact_digest" TEXT,
    "run_url" TEXT,
    "notes" TEXT,
    "initiated_by" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "external_id" TEXT,
    "rolled_back_at" TIMESTAMPTZ(3),
    "rolled_back_by" TEXT,
    "rollback_reason" TEXT,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "recorded_by" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,
    "previous_image_tag" TEXT,
    "is_rollback" BOOLEAN NOT NULL DEFAULT false,
    "is_first_arrival" BOOLEAN NOT NULL DEFAULT false,
    "undone_by_rollback" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "deployment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lane" (
    "application" TEXT NOT NULL,
    "environment_id" UUID NOT NULL,

    CONSTRAINT "lane_pkey" PRIMARY KEY ("application","environment_id")
);

-- CreateTable
CREATE TABLE "image_version" (
    "application" TEXT NOT NULL,
    "image_tag" TEXT NOT NULL,
    "first_reached_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "image_version_pkey" PRIMARY KEY ("application","image_tag")
);

-- CreateTable
CREATE TABLE "removal" (
    "id" UUID NOT NULL,
    "application" TEXT NOT NULL,
    "environment_id" UUID NOT NULL,
    "removed_at" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT,
    "source" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "recorded_by" TEXT NOT NULL,

    CONSTRAINT "removal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "environment" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "rank" INTEGER NOT NULL,
    "production" BOOLEAN NOT NULL DEFAULT false,
    "colour" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "environment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "environment_name" (
    "name" TEXT NOT NULL,
    "environment_id" UUID NOT NULL,
    "alias" BOOLEAN NOT NULL,

    CONSTRAINT "environment_name_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "idempotent_answer" (
    "caller" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "payload_hash" BYTEA NOT NULL,
    "status" INTEGER NOT NULL,
    "headers" JSONB NOT NULL,
    "body" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotent_answer_pkey" PRIMARY KEY ("caller","key")
);

-- CreateTable
CREATE TABLE "installation" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "installation_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE UNIQUE INDEX "user_account_email_key" ON "user_account"("email");

-- CreateIndex
CREATE UNIQUE INDEX "user_account_oidc_subject_key" ON "user_account"("oidc_subject");

-- CreateIndex
CREATE UNIQUE INDEX "api_token_hash_key" ON "api_token"("hash");

-- CreateIndex
CREATE INDEX "api_token_created_at_id_idx" ON "api_token"("created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "sign_in_attempt_subject_failed_at_idx" ON "sign_in_attempt"("subject", "failed_at");

-- CreateIndex
CREATE INDEX "audit_entry_at_id_idx" ON "audit_entry"("at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "audit_entry_subject_type_subject_id_at_idx" ON "audit_entry"("subject_type", "subject_id", "at" DESC);

-- CreateIndex
CREATE INDEX "audit_entry_actor_id_at_idx" ON "audit_entry"("actor_id", "at" DESC);

-- CreateIndex
CREATE INDEX "audit_entry_action_at_idx" ON "audit_entry"("action", "at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "audit_entry_chain_position_key" ON "audit_entry"("chain", "position");

-- CreateIndex
CREATE UNIQUE INDEX "deployment_seq_key" ON "deployment"("seq");

-- CreateIndex
CREATE INDEX "deployment_deployed_at_seq_idx" ON "deployment"("deployed_at" DESC, "seq" DESC);

-- CreateIndex
CREATE INDEX "deployment_environment_id_deployed_at_seq_idx" ON "deployment"("environment_id", "deployed_at" DESC, "seq" DESC);

-- CreateIndex
CREATE INDEX "deployment_application_environment_id_deployed_at_seq_idx" ON "deployment"("application", "environment_id", "deployed_at" DESC, "seq" DESC);

-- CreateIndex
CREATE INDEX "deployment_image_tag_deployed_at_seq_idx" ON "deployment"("image_tag", "deployed_at" DESC, "seq" DESC);

-- CreateIndex
CREATE INDEX "deployment_application_environment_id_image_tag_deployed_at_idx" ON "deployment"("application", "environment_id", "image_tag", "deployed_at", "seq");

-- CreateIndex
CREATE INDEX "deployment_git_branch_deployed_at_seq_idx" ON "deployment"("git_branch", "deployed_at" DESC, "seq" DESC);

-- CreateIndex
CREATE INDEX "deployment_git_commit_deployed_at_idx" ON "deployment"("git_commit" text_pattern_ops, "deployed_at" DESC);

-- CreateIndex
CREATE INDEX "deployment_initiated_by_deployed_at_seq_idx" ON "deployment"("initiated_by", "deployed_at" DESC, "seq" DESC);

-- CreateIndex
CREATE INDEX "deployment_status_deployed_at_seq_idx" ON "deployment"("status", "deployed_at" DESC, "seq" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "deployment_source_external_id_key" ON "deployment"("source", "external_id");

-- CreateIndex
CREATE INDEX "lane_environment_id_idx" ON "lane"("environment_id");

-- CreateIndex
CREATE INDEX "image_version_application_first_reached_at_image_tag_idx" ON "image_version"("application", "first_reached_at" DESC, "image_tag");

-- CreateIndex
CREATE INDEX "image_version_first_reached_at_application_image_tag_idx" ON "image_version"("first_reached_at" DESC, "application", "image_tag");

-- CreateIndex
CREATE UNIQUE INDEX "removal_application_environment_id_removed_at_key" ON "removal"("application", "environment_id", "removed_at");

-- CreateIndex
CREATE UNIQUE INDEX "environment_name_key" ON "environment"("name");

-- CreateIndex
CREATE INDEX "environment_name_environment_id_idx" ON "environment_name"("environment_id");

-- CreateIndex
CREATE INDEX "idempotent_answer_created_at_idx" ON "idempotent_answer"("created_at");

-- AddForeignKey
ALTER TABLE "deployment" ADD CONSTRAINT "deployment_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lane" ADD CONSTRAINT "lane_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "removal" ADD CONSTRAINT "removal_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "environment_name" ADD CONSTRAINT "environment_name_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What follows is beyond the Prisma schema.

ALTER TABLE "deployment"
    ADD CONSTRAINT "deployment_completed_after_deployed" CHECK ("completed_at" >= "deployed_at"),
    ADD CONSTRAINT "deployment_pending_not_completed" CHECK ("status" <> 'PENDING' OR "completed_at" IS NULL);

INSERT INTO "audit_chain" ("chain", "position", "hash")
SELECT "chain", 0, decode(repeat('00', 32), 'hex') FROM generate_series(0, 15) AS "chain";

CREATE FUNCTION "audit_entry_is_append_only"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The audit log is append-only.' USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER "audit_entry_append_only"
    BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_entry"
    FOR EACH STATEMENT EXECUTE FUNCTION "audit_entry_is_append_only"();

-- Puts one entry at the end of a chain that nobody else holds; waits for one only when all are held.
-- A transaction keeps to its first chain, so that one with many entries does not take them all from the others.
CREATE FUNCTION "audit_append"(
    p_id uuid, p_at timestamptz, p_actor_kind text, p_actor_id text, p_actor_name text,
    p_action text, p_subject_type text, p_subject_id text, p_body text
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_held text := nullif(current_setting('slipway.audit_chain', true), '');
    v_end "audit_chain"%ROWTYPE;
BEGIN
    IF v_held IS NOT NULL THEN
        SELECT * INTO v_end FROM "audit_chain" WHERE "chain" = v_held::int FOR UPDATE;
    ELSE
        SELECT * INTO v_end FROM "audit_chain" ORDER BY random() LIMIT 1 FOR UPDATE SKIP LOCKED;
        IF NOT FOUND THEN
            SELECT * INTO STRICT v_end FROM "audit_chain"
            WHERE "chain" = (SELECT "chain" FROM "audit_chain" ORDER BY random() LIMIT 1) FOR UPDATE;
        END IF;
        PERFORM set_config('slipway.audit_chain', v_end."chain"::text, true);
    END IF;

    v_end."position" := v_end."position" + 1;
    v_end."hash" := sha256(v_end."hash" || convert_to(p_body, 'UTF8'));

    INSERT INTO "audit_entry" ("id", "chain", "position", "at", "actor_kind", "actor_id", "actor_name",
                               "action", "subject_type", "subject_id", "body", "hash")
    VALUES (p_id, v_end."chain", v_end."position", p_at, p_actor_kind, p_actor_id, p_actor_name,
            p_action, p_subject_type, p_subject_id, p_body, v_end."hash");

    UPDATE "audit_chain" SET "position" = v_end."position", "hash" = v_end."hash" WHERE "chain" = v_end."chain";
END
$$;
