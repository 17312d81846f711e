import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"

/** How often a baking wave is checked. */
export const lookSeconds = 5
/** The maximum number of releases per check, least recently checked first. */
const maxReleases = 40

export type BakingRelease = {
  releaseId: string
  cluster: string
  namespace: string
  releaseName: string
  sealedValues: string
}

/** `isOver`: the bake time has elapsed, and this check decides whether all releases are healthy. */
export type Look = { wave: number; at: Date; isOver: boolean; releases: BakingRelease[] }

/** Releases still at the revision of the rollout: later changes by others are not the rollout's to assess. */
export const isOwnRevision = Prisma.sql`
  x.state = 'SUCCEEDED' AND r.revision = x.revision AND r.status = 'DEPLOYED' AND NOT EXISTS (
    SELECT 1 FROM operation o
    WHERE o.release_id = x.release_id AND o.state IN ('QUEUED', 'RUNNING') AND o.kind <> 'PREVIEW')`

/** Claims the releases to check now. Null: none; of concurrent callers only one gets them. */
export async function claimBakeCheck(rolloutId: string): Promise<Look | null> {
  const [begun] = await db().$queryRaw<Omit<Look, "releases">[]>`
    UPDATE rollout_wave w SET watched_at = clock_timestamp() FROM rollout p
    WHERE w.rollout_id = ${rolloutId}::uuid AND w.state = 'BAKING' AND p.id = w.rollout_id AND p.state = 'RUNNING'
      AND (w.watched_at IS NULL OR w.watched_at < clock_timestamp() - make_interval(secs => ${lookSeconds})
        OR (w.watched_at < w.bake_until AND w.bake_until <= clock_timestamp()))
    RETURNING w.position AS wave, w.watched_at AS at, w.bake_until <= w.watched_at AS "isOver"`
  if (begun === undefined) return null
  const { wave, isOver } = begun
  const releases = await db().$queryRaw<BakingRelease[]>`
    SELECT x.release_id AS "releaseId", r.cluster, r.namespace, r.release_name AS "releaseName",
      r.sealed_values AS "sealedValues"
    FROM rollout_release x JOIN helm_release r ON r.id = x.release_id
    JOIN rollout_wave w ON w.rollout_id = x.rollout_id AND w.position = x.wave
    WHERE x.rollout_id = ${rolloutId}::uuid AND x.wave = ${wave} AND ${isOwnRevision}
      AND (NOT ${isOver} OR x.watched_at IS NULL OR x.watched_at < w.bake_until)
    ORDER BY x.waits_for IS NOT NULL, x.watched_at NULLS FIRST, x.position LIMIT ${maxReleases}`
  return { ...begun, releases }
}
