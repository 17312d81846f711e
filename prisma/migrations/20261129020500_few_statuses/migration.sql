-- The records of an application or an environment with one of the rare statuses. Most records are DEPLOYED and have no entry.
CREATE INDEX "deployment_rare_status_idx" ON "deployment" ("application", "environment_id", "status", "deployed_at" DESC, "seq" DESC)
    WHERE "status" <> 'DEPLOYED';
