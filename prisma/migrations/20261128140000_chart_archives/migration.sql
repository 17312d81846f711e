-- CreateTable
CREATE TABLE "chart_archive" (
    "folder" TEXT NOT NULL,
    "file" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,
    "modified_at" TIMESTAMPTZ(3) NOT NULL,
    "listed" JSONB,
    "refused" TEXT,

    CONSTRAINT "chart_archive_pkey" PRIMARY KEY ("folder","file")
);
