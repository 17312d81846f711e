import { openChangeSql } from "@/lib/fleet/operations/operation-states"
import { strictMasker } from "@/lib/fleet/releases/mask-record"
import { maskOfRelease, unsealValues } from "@/lib/fleet/releases/sealed-values"
import { explainUnready } from "@/lib/kube/cluster/explain-unready"
import { hasStatus, KubernetesApi } from "@/lib/kube/cluster/kubernetes-api"
import { clusterNamed } from "@/lib/kube/cluster/read-clusters"
import { type NamespaceState, readNamespace } from "@/lib/kube/cluster/read-namespace"
import { asTenant } from "@/lib/kube/cluster/tenant-account"
import type { ReleaseLocation } from "@/lib/kube/helm/schema"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db, transaction } from "@/lib/platform/db/transaction"
import { log } from "@/lib/platform/log"
import { lockRollout, publishRolloutUpdate } from "./find-rollout"
import { assessBake } from "./rollout-rules"

export const checkSeconds = 5
/** The maximum number of releases per check, least recently checked first. */
const maxReleases = 40
/** The timeout of each request to a cluster. */
const timeoutMs = 5_000

type BakingRelease = ReleaseLocation & { releaseId: string; sealedValues: string }

/** `isOver`: the bake time has elapsed, and this check decides whether all releases are healthy. */
type BakeCheck = { wave: number; at: Date; isOver: boolean; releases: BakingRelease[] }

/** The result of checking a release; `problem` is null if it is healthy. `unknown`: its cluster was unavailable. */
type Finding = { release: BakingRelease; kind: "healthy" | "unhealthy" | "unknown"; problem: string | null }

/** No change of a rollout's release `x` is queued or running. */
export const notChangingSql = Prisma.sql`NOT EXISTS (
  SELECT 1 FROM operation o
  WHERE o.release_id = x.release_id AND ${openChangeSql})`

/** Releases still at the revision of the rollout: later changes by others are not assessed. */
export const ownRevisionSql = Prisma.sql`
  x.state = 'SUCCEEDED' AND r.revision = x.revision AND r.status = 'DEPLOYED' AND ${notChangingSql}`

/**
 * Checks the workloads of a baking wave when a check is due: a release that degraded, or is not ready when the bake
 * ends, counts as failed. While a cluster is unavailable nothing is known about its releases, so the bake continues
 * until it is available.
 */
export async function checkBake(rolloutId: string): Promise<void> {
  const check = await claimBakeCheck(rolloutId)
  if (check === null || check.releases.length === 0) return
  const byCluster = Map.groupBy(check.releases, ({ cluster }) => cluster)
  const findings = await Promise.all(
    [...byCluster].map(([cluster, releases]) => checkCluster(cluster, releases, check.isOver)),
  )
  await recordFindings(rolloutId, check, findings.flat())
}

/** Claims the releases to check now. Null: none; of concurrent callers only one gets them. */
async function claimBakeCheck(rolloutId: string): Promise<BakeCheck | null> {
  const [claimed] = await db().$queryRaw<Omit<BakeCheck, "releases">[]>`
    UPDATE rollout_wave w SET watched_at = clock_timestamp() FROM rollout p
    WHERE w.rollout_id = ${rolloutId}::uuid AND w.state = 'BAKING' AND p.id = w.rollout_id AND p.state = 'RUNNING'
      AND (w.watched_at IS NULL OR w.watched_at < clock_timestamp() - make_interval(secs => ${checkSeconds})
        OR (w.watched_at < w.bake_until AND w.bake_until <= clock_timestamp()))
    RETURNING w.position AS wave, w.watched_at AS at, w.bake_until <= w.watched_at AS "isOver"`
  if (claimed === undefined) return null
  const { wave, isOver } = claimed
  const releases = await db().$queryRaw<BakingRelease[]>`
    SELECT x.release_id AS "releaseId", r.cluster, r.namespace, r.release_name AS "releaseName",
      r.sealed_values AS "sealedValues"
    FROM rollout_release x JOIN helm_release r ON r.id = x.release_id
    JOIN rollout_wave w ON w.rollout_id = x.rollout_id AND w.position = x.wave
    WHERE x.rollout_id = ${rolloutId}::uuid AND x.wave = ${wave} AND ${ownRevisionSql}
      AND (NOT ${isOver} OR x.watched_at IS NULL OR x.watched_at < w.bake_until)
    ORDER BY x.waits_for IS NOT NULL, x.watched_at NULLS FIRST, x.position LIMIT ${maxReleases}`
  return { ...claimed, releases }
}

/** Checks one release after the other; once the cluster is unavailable, no other is read. */
async function checkCluster(
  cluster: string,
  releases: readonly BakingRelease[],
  isOver: boolean,
): Promise<Finding[]> {
  const states = new Map<string, Promise<NamespaceState>>()
  const findings: Finding[] = []
  let unavailable: string | null = null
  for (const release of releases) {
    if (unavailable !== null) {
      findings.push({ release, kind: "unknown", problem: unavailable })
      continue
    }
    const { namespace, releaseName } = release
    const state = states.get(namespace) ?? readAsTenant(cluster, namespace)
    states.set(namespace, state)
    try {
      const problem = assessBake(explainUnready(await state, releaseName), isOver)
      findings.push({ release, kind: problem === null ? "healthy" : "unhealthy", problem })
    } catch (error) {
      log.warn({ err: error, releaseId: release.releaseId }, "bake check failed")
      const message = error instanceof Error ? error.message : "The cluster is unavailable."
      const problem = `The health could not be checked: ${message}`
      // Each namespace is read with its own account, so a 403 says nothing about the others.
      if (!hasStatus(error, 403)) unavailable = problem
      findings.push({ release, kind: "unknown", problem })
    }
  }
  return findings
}

async function readAsTenant(cluster: string, namespace: string): Promise<NamespaceState> {
  using api = new KubernetesApi(asTenant(await clusterNamed(cluster), namespace), timeoutMs)
  return await readNamespace(api, namespace)
}

/** Records the findings, unless the bake has ended in the meantime. Failures count toward the threshold. */
function recordFindings(
  rolloutId: string,
  { wave: position, at }: BakeCheck,
  findings: readonly Finding[],
): Promise<void> {
  return transaction(async () => {
    if (!(await lockRollout(rolloutId))) return
    const wave = await db().rolloutWave.findUnique({
      where: { rolloutId_position: { rolloutId, position } },
      include: { rollout: { select: { state: true } } },
    })
    if (wave?.state !== "BAKING" || wave.rollout.state !== "RUNNING") return
    const rows = asRows(findings)
    const failed = await db().$executeRaw`
      UPDATE rollout_release x SET state = 'FAILED', error = f.problem, waits_for = NULL, finished_at = clock_timestamp()
      FROM helm_release r, ${rows}
      WHERE x.rollout_id = ${rolloutId}::uuid AND x.release_id = f."releaseId" AND f.kind = 'unhealthy'
        AND r.id = x.release_id AND ${ownRevisionSql}`
    const updated = await db().$executeRaw`
      UPDATE rollout_release x SET waits_for = CASE f.kind WHEN 'unknown' THEN f.problem END
      FROM ${rows}
      WHERE x.rollout_id = ${rolloutId}::uuid AND x.release_id = f."releaseId" AND x.state = 'SUCCEEDED'
        AND x.waits_for IS DISTINCT FROM CASE f.kind WHEN 'unknown' THEN f.problem END`
    await db().$executeRaw`
      UPDATE rollout_release x SET watched_at = ${at} FROM ${rows}
      WHERE x.rollout_id = ${rolloutId}::uuid AND x.release_id = f."releaseId" AND f.kind = 'healthy'`
    if (failed > 0)
      await db().rollout.update({ where: { id: rolloutId }, data: { failures: { increment: failed } } })
    if (failed + updated > 0) await publishRolloutUpdate(rolloutId)
  })
}

function asRows(findings: readonly Finding[]): Prisma.Sql {
  const rows = findings.map(({ release, kind, problem }) => {
    // Masked, as pod events may repeat secret values.
    const masker = strictMasker(null, maskOfRelease(release), unsealValues(release.sealedValues))
    return {
      releaseId: release.releaseId,
      kind,
      problem: problem === null ? null : masker.visible(problem),
    }
  })
  return Prisma.sql`
    jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS f("releaseId" uuid, kind text, problem text)`
}
