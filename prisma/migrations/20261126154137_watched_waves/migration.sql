-- Why a release of a rollout has to wait, and when the workloads of a wave that bakes were looked at.
ALTER TABLE "rollout_release" ADD COLUMN "waits_for" TEXT,
ADD COLUMN "watched_at" TIMESTAMPTZ(3);

ALTER TABLE "rollout_wave" ADD COLUMN "watched_at" TIMESTAMPTZ(3);
