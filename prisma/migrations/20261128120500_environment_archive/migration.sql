-- Environments beside the promotion order, archived ones, and those created from a pattern alias of another.
ALTER TABLE "environment"
    ALTER COLUMN "rank" DROP NOT NULL,
    ADD COLUMN "archived_at" TIMESTAMPTZ(3),
    ADD COLUMN "family_id" UUID;

-- Names compare without case. Names that differed only by case before keep answering to their exact spelling: the
-- first of them gets the folded form, and an older version that adds a name leaves it null.
ALTER TABLE "environment_name" ADD COLUMN "folded" TEXT;

UPDATE "environment_name" n SET "folded" = lower(n."name")
WHERE NOT EXISTS (
    SELECT 1 FROM "environment_name" o
    WHERE lower(o."name") = lower(n."name") AND (o."alias", o."name") < (n."alias", n."name"));

CREATE UNIQUE INDEX "environment_name_folded_key" ON "environment_name"("folded");

CREATE INDEX "environment_family_id_idx" ON "environment"("family_id");

ALTER TABLE "environment" ADD CONSTRAINT "environment_family_id_fkey" FOREIGN KEY ("family_id") REFERENCES "environment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
