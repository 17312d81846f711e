-- A key is claimed before its request runs, and has no answer until then.
ALTER TABLE "idempotent_answer" ADD COLUMN "attempt_id" UUID,
ADD COLUMN "lease_until" TIMESTAMPTZ(3),
ALTER COLUMN "status" DROP NOT NULL,
ALTER COLUMN "headers" DROP NOT NULL,
ALTER COLUMN "body" DROP NOT NULL;
