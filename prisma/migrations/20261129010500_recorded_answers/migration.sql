-- The record that answers a request which was recorded and answered in one statement.
ALTER TABLE "idempotent_answer" ADD COLUMN "recorded" JSONB;
