-- What a worker has measured of its event loop since it started, for /api/metrics.
ALTER TABLE "seen_worker" ADD COLUMN "loop_delays" DOUBLE PRECISION[] NOT NULL DEFAULT '{}';
