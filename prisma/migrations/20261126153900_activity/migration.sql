-- The activity of both halves is read from the newest on, all of it or what went back or failed alone.
CREATE INDEX "release_revision_created_at_id_idx" ON "release_revision"("created_at" DESC, "id" DESC);
CREATE INDEX "release_revision_rollbacks_idx" ON "release_revision"("created_at" DESC, "id" DESC) WHERE "operation" = 'ROLLBACK';
CREATE INDEX "release_revision_failures_idx" ON "release_revision"("created_at" DESC, "id" DESC) WHERE "status" = 'FAILED';
CREATE INDEX "deployment_rollbacks_idx" ON "deployment"("deployed_at" DESC, "id" DESC) WHERE "is_rollback";
CREATE INDEX "deployment_rolled_back_idx" ON "deployment"("rolled_back_at" DESC, "id" DESC) WHERE "rolled_back_at" IS NOT NULL;
