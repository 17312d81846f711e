-- AlterEnum
ALTER TYPE "request_outcome" ADD VALUE 'IGNORED';

-- CreateEnum
CREATE TYPE "event_system" AS ENUM ('GITHUB', 'GITLAB', 'FLUX', 'GENERIC');

-- AlterTable
ALTER TABLE "received_request" ADD COLUMN     "is_event_source" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "event_source" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "system" "event_system" NOT NULL,
    "sealed_secret" TEXT NOT NULL,
    "sealed_previous_secret" TEXT,
    "previous_secret_until" TIMESTAMPTZ(3),
    "application" TEXT COLLATE "C",
    "environments" TEXT[],
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "disabled_at" TIMESTAMPTZ(3),

    CONSTRAINT "event_source_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "event_source_name_key" ON "event_source"("name");
