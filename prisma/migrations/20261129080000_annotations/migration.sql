-- CreateEnum
CREATE TYPE "annotation_kind" AS ENUM ('FREEZE', 'INCIDENT', 'NOTE');

-- CreateTable
CREATE TABLE "annotation" (
    "id" UUID NOT NULL,
    "kind" "annotation_kind" NOT NULL,
    "text" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3),
    "application" TEXT,
    "environment_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" TEXT NOT NULL,

    CONSTRAINT "annotation_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "annotation_starts_at_id_idx" ON "annotation"("starts_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "annotation_environment_id_idx" ON "annotation"("environment_id");

-- AddForeignKey
ALTER TABLE "annotation" ADD CONSTRAINT "annotation_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
