-- Why a change failed: { summary, reason, objects }, with secrets masked. Null for failures of earlier versions.
ALTER TABLE "operation" ADD COLUMN "cause" JSONB;
ALTER TABLE "release_revision" ADD COLUMN "cause" JSONB;
ALTER TABLE "helm_release" ADD COLUMN "cause" JSONB;
