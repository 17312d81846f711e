-- Which text of prisma/sql was applied last. The functions themselves are there, not in migrations.
CREATE TABLE "repeatable_sql" (
    "name" TEXT NOT NULL,
    "checksum" TEXT NOT NULL,
    "applied_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "repeatable_sql_pkey" PRIMARY KEY ("name")
);
