-- DropIndex
DROP INDEX "audit_entry_action_at_idx";

-- DropIndex
DROP INDEX "audit_entry_actor_id_at_idx";

-- DropIndex
DROP INDEX "audit_entry_subject_type_subject_id_at_idx";

-- CreateIndex
CREATE INDEX "audit_entry_subject_type_subject_id_at_id_idx" ON "audit_entry"("subject_type", "subject_id", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "audit_entry_actor_id_at_id_idx" ON "audit_entry"("actor_id", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "audit_entry_actor_name_at_id_idx" ON "audit_entry"("actor_name", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "audit_entry_action_at_id_idx" ON "audit_entry"("action", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "sign_in_attempt_failed_at_idx" ON "sign_in_attempt"("failed_at");
