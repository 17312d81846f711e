-- CreateEnum
CREATE TYPE "request_outcome" AS ENUM ('ACCEPTED', 'REPEATED', 'PARTIAL', 'REFUSED', 'FAILED');

-- CreateTable
CREATE TABLE "received_request" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "token_id" TEXT,
    "token_name" TEXT,
    "address" TEXT,
    "method" TEXT NOT NULL,
    "route" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "status" INTEGER NOT NULL,
    "outcome" "request_outcome" NOT NULL,
    "code" TEXT,
    "detail" TEXT,
    "errors" JSONB,
    "duration_ms" INTEGER NOT NULL,
    "request_id" TEXT NOT NULL,
    "asked" JSONB NOT NULL,
    "omitted" JSONB NOT NULL,
    "counts" JSONB,
    "application" TEXT COLLATE "C",
    "environment" TEXT,
    "image_tag" TEXT COLLATE "C",
    "git_commit" TEXT COLLATE "C",
    "run_url" TEXT COLLATE "C",
    "record_type" TEXT,
    "record_id" UUID,
    "operation_id" UUID,
    "dropped_before" INTEGER NOT NULL DEFAULT 0,
    "resent_at" TIMESTAMPTZ(3),
    "resent_by" TEXT,
    "resent_record_id" UUID,

    CONSTRAINT "received_request_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "received_request_image_tag_id_idx" ON "received_request"("image_tag", "id" DESC);

-- CreateIndex
CREATE INDEX "received_request_application_id_idx" ON "received_request"("application", "id" DESC);

-- CreateIndex
CREATE INDEX "received_request_token_id_id_idx" ON "received_request"("token_id", "id" DESC);

-- CreateIndex
CREATE INDEX "received_request_request_id_idx" ON "received_request"("request_id");

-- What Prisma cannot express: indexes of the rows that have a value, and of those that did not succeed, which are few.
CREATE INDEX "received_request_git_commit_idx" ON "received_request"("git_commit", "id" DESC) WHERE "git_commit" IS NOT NULL;
CREATE INDEX "received_request_run_url_idx" ON "received_request"("run_url", "id" DESC) WHERE "run_url" IS NOT NULL;
CREATE INDEX "received_request_record_idx" ON "received_request"("record_id", "id" DESC) WHERE "record_id" IS NOT NULL;
CREATE INDEX "received_request_resent_record_idx" ON "received_request"("resent_record_id") WHERE "resent_record_id" IS NOT NULL;
CREATE INDEX "received_request_unsuccessful_idx" ON "received_request"("id" DESC) WHERE "outcome" IN ('PARTIAL', 'REFUSED', 'FAILED');
CREATE INDEX "received_request_unsuccessful_application_idx" ON "received_request"("application", "id" DESC)
    WHERE "outcome" IN ('PARTIAL', 'REFUSED', 'FAILED');
CREATE INDEX "received_request_dropped_idx" ON "received_request"("id") WHERE "dropped_before" > 0;

-- Many rows come and go: clean up after the sweep, and plan with fresh figures.
ALTER TABLE "received_request" SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02);
