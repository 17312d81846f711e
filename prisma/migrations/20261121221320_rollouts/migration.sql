-- CreateEnum
CREATE TYPE "rollout_state" AS ENUM ('RUNNING', 'PAUSED', 'COMPLETED', 'ABORTED', 'ROLLING_BACK', 'ROLLED_BACK');

-- CreateEnum
CREATE TYPE "rollout_wave_state" AS ENUM ('PENDING', 'RUNNING', 'BAKING', 'DONE');

-- CreateEnum
CREATE TYPE "rollout_release_state" AS ENUM ('PENDING', 'RUNNING', 'SUCCEEDED', 'FAILED', 'SKIPPED', 'ROLLED_BACK');

-- AlterTable
ALTER TABLE "operation" ADD COLUMN     "rollout_id" UUID;

-- CreateTable
CREATE TABLE "rollout" (
    "id" UUID NOT NULL,
    "chart_name" TEXT NOT NULL,
    "repository" TEXT,
    "target_version" TEXT NOT NULL,
    "state" "rollout_state" NOT NULL,
    "state_reason" TEXT,
    "state_releases" UUID[] DEFAULT ARRAY[]::UUID[],
    "state_by" TEXT,
    "concurrency" INTEGER NOT NULL,
    "bake_seconds" INTEGER NOT NULL,
    "max_failures" TEXT,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "upgrades" INTEGER NOT NULL,
    "sealed_values" TEXT NOT NULL,
    "sealed_masked" TEXT NOT NULL,
    "timeout_seconds" INTEGER NOT NULL,
    "atomic" BOOLEAN NOT NULL,
    "wait_for_jobs" BOOLEAN NOT NULL,
    "description" TEXT,
    "requested_by" TEXT NOT NULL,
    "requester" JSONB NOT NULL,
    "rollback_by" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "rollout_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rollout_wave" (
    "rollout_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "selector" JSONB NOT NULL,
    "state" "rollout_wave_state" NOT NULL DEFAULT 'PENDING',
    "started_at" TIMESTAMPTZ(3),
    "bake_until" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "rollout_wave_pkey" PRIMARY KEY ("rollout_id","position")
);

-- CreateTable
CREATE TABLE "rollout_release" (
    "rollout_id" UUID NOT NULL,
    "release_id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "wave" INTEGER,
    "from_version" TEXT NOT NULL,
    "jump" TEXT,
    "state" "rollout_release_state" NOT NULL,
    "skip_reason" TEXT,
    "skip_detail" TEXT,
    "from_revision" INTEGER,
    "revision" INTEGER,
    "operation_id" UUID,
    "rollback_operation_id" UUID,
    "settled_back" BOOLEAN NOT NULL DEFAULT false,
    "error" TEXT,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "rollout_release_pkey" PRIMARY KEY ("rollout_id","release_id")
);

-- CreateIndex
CREATE INDEX "rollout_state_id_idx" ON "rollout"("state", "id" DESC);

-- CreateIndex
CREATE INDEX "rollout_chart_name_id_idx" ON "rollout"("chart_name", "id" DESC);

-- CreateIndex
CREATE INDEX "rollout_release_rollout_id_state_wave_position_idx" ON "rollout_release"("rollout_id", "state", "wave", "position");

-- CreateIndex
CREATE INDEX "rollout_release_rollout_id_position_idx" ON "rollout_release"("rollout_id", "position");

-- CreateIndex
CREATE INDEX "rollout_release_release_id_idx" ON "rollout_release"("release_id");

-- CreateIndex
CREATE INDEX "rollout_release_tenant_id_rollout_id_idx" ON "rollout_release"("tenant_id", "rollout_id");

-- AddForeignKey
ALTER TABLE "rollout_wave" ADD CONSTRAINT "rollout_wave_rollout_id_fkey" FOREIGN KEY ("rollout_id") REFERENCES "rollout"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rollout_release" ADD CONSTRAINT "rollout_release_rollout_id_fkey" FOREIGN KEY ("rollout_id") REFERENCES "rollout"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rollout_release" ADD CONSTRAINT "rollout_release_release_id_fkey" FOREIGN KEY ("release_id") REFERENCES "helm_release"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A rollout upgrades a release once, and rolls it back once.
CREATE UNIQUE INDEX "operation_once_a_rollout_key" ON "operation" ("rollout_id", "release_id", "kind")
  WHERE "rollout_id" IS NOT NULL;

-- What is under way, to be found among many rollouts that are over.
CREATE INDEX "rollout_release_running_idx" ON "rollout_release" ("rollout_id") WHERE "state" = 'RUNNING';
