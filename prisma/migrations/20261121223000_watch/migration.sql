-- AlterTable
ALTER TABLE "helm_release" ADD COLUMN     "stuck_since" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "cluster_watch" (
    "cluster" TEXT NOT NULL,
    "holder" TEXT,
    "lease_until" TIMESTAMPTZ(3),
    "scope" TEXT,
    "reachable" BOOLEAN NOT NULL DEFAULT false,
    "version" TEXT,
    "problem" TEXT,
    "watched_since" TIMESTAMPTZ(3),
    "last_seen_at" TIMESTAMPTZ(3),
    "compared_at" TIMESTAMPTZ(3),

    CONSTRAINT "cluster_watch_pkey" PRIMARY KEY ("cluster")
);

-- CreateTable
CREATE TABLE "unmanaged_release" (
    "id" UUID NOT NULL,
    "cluster" TEXT NOT NULL,
    "namespace" TEXT NOT NULL,
    "release_name" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "chart_name" TEXT,
    "chart_version" TEXT,
    "app_version" TEXT,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "unmanaged_release_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "seen_worker" (
    "id" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "helm_version" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "seen_worker_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "unmanaged_release_cluster_namespace_release_name_key" ON "unmanaged_release"("cluster", "namespace", "release_name");
