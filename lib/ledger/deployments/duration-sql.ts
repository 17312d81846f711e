import { Prisma } from "@/lib/platform/db/generated/client"

/** Why `deployment d` has no known duration; null: it has one. Mirrors `durationOf`. */
export const durationReasonSql = Prisma.sql`CASE
  WHEN d.completed_at IS NULL OR NOT (d.start_reported OR (d.deployed_at_given AND d.completed_at_given)) THEN 'unknown'
  WHEN d.start_reported AND d.completed_at - d.deployed_at > interval '1 day' THEN 'closedLate' END`
