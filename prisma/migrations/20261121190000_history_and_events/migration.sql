-- Sorted by bytes on every server: a prefix is a range of an index whatever the database's own collation is.
ALTER TABLE "deployment"
    ALTER COLUMN "application" TYPE TEXT COLLATE "C",
    ALTER COLUMN "image_tag" TYPE TEXT COLLATE "C",
    ALTER COLUMN "git_commit" TYPE TEXT COLLATE "C",
    ALTER COLUMN "git_branch" TYPE TEXT COLLATE "C",
    ALTER COLUMN "initiated_by" TYPE TEXT COLLATE "C",
    ALTER COLUMN "external_id" TYPE TEXT COLLATE "C";

-- Whatever is compared with those columns: an index serves only comparisons of its own collation.
ALTER TABLE "lane" ALTER COLUMN "application" TYPE TEXT COLLATE "C";
ALTER TABLE "removal" ALTER COLUMN "application" TYPE TEXT COLLATE "C";
ALTER TABLE "image_version"
    ALTER COLUMN "application" TYPE TEXT COLLATE "C",
    ALTER COLUMN "image_tag" TYPE TEXT COLLATE "C";

-- DropIndex
DROP INDEX "deployment_seq_key";

-- DropIndex
DROP INDEX "deployment_git_commit_deployed_at_idx";

-- DropIndex
DROP INDEX "deployment_source_external_id_key";

-- CreateIndex
CREATE INDEX "deployment_git_commit_deployed_at_seq_idx" ON "deployment"("git_commit", "deployed_at" DESC, "seq" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "deployment_external_id_source_key" ON "deployment"("external_id", "source");

-- AlterTable
ALTER TABLE "deployment" ALTER COLUMN "recorded_at" SET DEFAULT clock_timestamp();

-- CreateTable
CREATE TABLE "announced_event" (
    "xid" BIGINT NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "type" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,

    CONSTRAINT "announced_event_pkey" PRIMARY KEY ("xid","id")
);
