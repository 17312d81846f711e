-- AlterTable
ALTER TABLE "rollout" ADD COLUMN "values_reset" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[];
