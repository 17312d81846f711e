-- What an uninstall left in the cluster, as sentences.
ALTER TABLE "helm_release" ADD COLUMN "warnings" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[];
ALTER TABLE "release_revision" ADD COLUMN "warnings" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[];
