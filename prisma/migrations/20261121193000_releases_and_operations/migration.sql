-- CreateEnum
CREATE TYPE "chart_repository_kind" AS ENUM ('INDEX', 'OCI', 'FOLDER');

-- CreateEnum
CREATE TYPE "operation_kind" AS ENUM ('INSTALL', 'UPGRADE', 'ROLLBACK', 'UNINSTALL', 'PREVIEW');

-- CreateEnum
CREATE TYPE "operation_state" AS ENUM ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "release_status" AS ENUM ('PENDING_INSTALL', 'DEPLOYED', 'PENDING_UPGRADE', 'PENDING_ROLLBACK', 'FAILED', 'UNINSTALLING', 'UNINSTALLED');

-- CreateEnum
CREATE TYPE "revision_operation" AS ENUM ('INSTALL', 'UPGRADE', 'ROLLBACK', 'UNINSTALL', 'OUT_OF_BAND');

-- CreateEnum
CREATE TYPE "revision_status" AS ENUM ('DEPLOYED', 'FAILED');

-- CreateEnum
CREATE TYPE "tenant_status" AS ENUM ('ACTIVE', 'SUSPENDED');

-- CreateTable
CREATE TABLE "chart_repository" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" "chart_repository_kind" NOT NULL,
    "url" TEXT NOT NULL,
    "username" TEXT,
    "sealed_password" TEXT,
    "demo" BOOLEAN NOT NULL DEFAULT false,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "chart_repository_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "operation" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "release_id" UUID,
    "cluster" TEXT NOT NULL,
    "namespace" TEXT NOT NULL,
    "release_name" TEXT NOT NULL,
    "kind" "operation_kind" NOT NULL,
    "state" "operation_state" NOT NULL DEFAULT 'QUEUED',
    "sealed_request" TEXT NOT NULL,
    "sealed_result" TEXT,
    "error" TEXT,
    "revision" INTEGER,
    "requested_by" TEXT NOT NULL,
    "requester" JSONB NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "cancel_requested_at" TIMESTAMPTZ(3),
    "cancel_requested_by" TEXT,
    "lease_holder" TEXT,
    "lease_until" TIMESTAMPTZ(3),
    "fence" INTEGER NOT NULL DEFAULT 0,
    "base_revision" INTEGER,
    "helm_started_at" TIMESTAMPTZ(3),

    CONSTRAINT "operation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "operation_line" (
    "operation_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "level" TEXT NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "operation_line_pkey" PRIMARY KEY ("operation_id","seq")
);

-- CreateTable
CREATE TABLE "helm_release" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "cluster" TEXT NOT NULL,
    "namespace" TEXT NOT NULL,
    "release_name" TEXT NOT NULL,
    "repository" TEXT NOT NULL,
    "chart_name" TEXT NOT NULL,
    "chart_version" TEXT NOT NULL,
    "app_version" TEXT NOT NULL,
    "sealed_values" TEXT NOT NULL,
    "sealed_masked" TEXT NOT NULL,
    "status" "release_status" NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 0,
    "in_cluster" BOOLEAN NOT NULL DEFAULT false,
    "timeout_seconds" INTEGER NOT NULL,
    "atomic" BOOLEAN NOT NULL,
    "wait_for_jobs" BOOLEAN NOT NULL,
    "description" TEXT,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deployed_at" TIMESTAMPTZ(3),
    "uninstalled_at" TIMESTAMPTZ(3),
    "uninstall_reason" TEXT,
    "out_of_band" BOOLEAN NOT NULL DEFAULT false,
    "last_error" TEXT,

    CONSTRAINT "helm_release_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "release_revision" (
    "id" UUID NOT NULL,
    "release_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "operation" "revision_operation" NOT NULL,
    "operation_id" UUID,
    "repository" TEXT NOT NULL,
    "chart_name" TEXT NOT NULL,
    "chart_version" TEXT NOT NULL,
    "chart_digest" TEXT,
    "app_version" TEXT NOT NULL,
    "sealed_values" TEXT,
    "sealed_masked" TEXT,
    "status" "revision_status" NOT NULL,
    "description" TEXT,
    "performed_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "rolled_back_to" INTEGER,
    "reason" TEXT,
    "error" TEXT,

    CONSTRAINT "release_revision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tenant" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "cluster" TEXT NOT NULL,
    "namespace" TEXT NOT NULL,
    "tags" JSONB NOT NULL DEFAULT '{}',
    "status" "tenant_status" NOT NULL DEFAULT 'ACTIVE',
    "demo" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tenant_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "chart_repository_name_key" ON "chart_repository"("name");

-- CreateIndex
CREATE INDEX "operation_release_id_id_idx" ON "operation"("release_id", "id" DESC);

-- CreateIndex
CREATE INDEX "operation_tenant_id_id_idx" ON "operation"("tenant_id", "id" DESC);

-- CreateIndex
CREATE INDEX "operation_state_lease_until_idx" ON "operation"("state", "lease_until");

-- CreateIndex
CREATE INDEX "helm_release_tenant_id_id_idx" ON "helm_release"("tenant_id", "id" DESC);

-- CreateIndex
CREATE INDEX "helm_release_chart_name_id_idx" ON "helm_release"("chart_name", "id" DESC);

-- CreateIndex
CREATE INDEX "helm_release_status_id_idx" ON "helm_release"("status", "id" DESC);

-- CreateIndex
CREATE INDEX "helm_release_cluster_namespace_release_name_idx" ON "helm_release"("cluster", "namespace", "release_name");

-- CreateIndex
CREATE INDEX "release_revision_release_id_created_at_id_idx" ON "release_revision"("release_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "tenant_slug_key" ON "tenant"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "tenant_cluster_namespace_key" ON "tenant"("cluster", "namespace");

-- AddForeignKey
ALTER TABLE "operation" ADD CONSTRAINT "operation_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "operation" ADD CONSTRAINT "operation_release_id_fkey" FOREIGN KEY ("release_id") REFERENCES "helm_release"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "operation_line" ADD CONSTRAINT "operation_line_operation_id_fkey" FOREIGN KEY ("operation_id") REFERENCES "operation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "helm_release" ADD CONSTRAINT "helm_release_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "release_revision" ADD CONSTRAINT "release_revision_release_id_fkey" FOREIGN KEY ("release_id") REFERENCES "helm_release"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Prisma does not know partial indexes. A name is taken until it is uninstalled; the loser of a race is told so.
CREATE UNIQUE INDEX "helm_release_name_taken_key" ON "helm_release" ("cluster", "namespace", "release_name")
    WHERE "status" <> 'UNINSTALLED';

-- One change of a release at a time; previews change nothing.
CREATE UNIQUE INDEX "operation_one_change_key" ON "operation" ("release_id")
    WHERE "state" IN ('QUEUED', 'RUNNING') AND "kind" <> 'PREVIEW';

-- A number of Helm's is recorded once, whoever finds it; a removal repeats the number it removed.
CREATE UNIQUE INDEX "release_revision_number_key" ON "release_revision" ("release_id", "revision")
    WHERE "operation" <> 'UNINSTALL';
