-- CreateTable
CREATE TABLE "quarantine" (
    "id" UUID NOT NULL,
    "image_tag" TEXT COLLATE "C",
    "application" TEXT COLLATE "C",
    "chart_name" TEXT COLLATE "C",
    "chart_version" TEXT COLLATE "C",
    "reason" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" TEXT NOT NULL,
    "lifted_at" TIMESTAMPTZ(3),
    "lifted_by" TEXT,
    "lift_reason" TEXT,

    CONSTRAINT "quarantine_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "quarantine_version_check" CHECK (
        CASE WHEN "image_tag" IS NULL THEN "application" IS NULL AND "chart_name" IS NOT NULL AND "chart_version" IS NOT NULL
        ELSE "chart_name" IS NULL AND "chart_version" IS NULL END)
);

-- One active quarantine of a version. They also find it.
CREATE UNIQUE INDEX "quarantine_active_tag_key" ON "quarantine" ("image_tag", COALESCE("application", ''))
    WHERE "lifted_at" IS NULL AND "image_tag" IS NOT NULL;
CREATE UNIQUE INDEX "quarantine_active_chart_key" ON "quarantine" ("chart_name", "chart_version")
    WHERE "lifted_at" IS NULL AND "chart_name" IS NOT NULL;
