import { strictMasker } from "@/lib/fleet/releases/mask-record"
import { maskOfRelease, unsealValues } from "@/lib/fleet/releases/sealed-values"
import { showMasked } from "@/lib/kube/masking/mask"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db, transaction } from "@/lib/platform/db/transaction"
import { type BakingRelease, isOwnRevision, type Look } from "./claim-bake-check"
import { noteChange } from "./claim-slot"
import { lockRollout } from "./find-rollout"

/** The result of checking a release; `unknown`: its cluster was unavailable. */
export type Finding = { release: BakingRelease } & (
  | { kind: "healthy" }
  | { kind: "unhealthy" | "unknown"; why: string }
)

/** Records the findings, unless the bake has ended in the meantime. Failures count toward the threshold. */
export function noteFindings(rolloutId: string, look: Look, findings: readonly Finding[]): Promise<void> {
  return transaction(async () => {
    if (!(await lockRollout(rolloutId))) return
    const wave = await db().rolloutWave.findUnique({
      where: { rolloutId_position: { rolloutId, position: look.wave } },
      include: { rollout: { select: { state: true } } },
    })
    if (wave?.state !== "BAKING" || wave.rollout.state !== "RUNNING") return
    const rows = findings.map(rowOf)
    const failed = await db().$executeRaw`
      UPDATE rollout_release x SET state = 'FAILED', error = f.why, waits_for = NULL, finished_at = clock_timestamp()
      FROM helm_release r, ${rowsOf(rows)}
      WHERE x.rollout_id = ${rolloutId}::uuid AND x.release_id = f."releaseId" AND f.kind = 'unhealthy'
        AND r.id = x.release_id AND ${isOwnRevision}`
    const updated = await db().$executeRaw`
      UPDATE rollout_release x SET waits_for = CASE f.kind WHEN 'unknown' THEN f.why END
      FROM ${rowsOf(rows)}
      WHERE x.rollout_id = ${rolloutId}::uuid AND x.release_id = f."releaseId" AND x.state = 'SUCCEEDED'
        AND x.waits_for IS DISTINCT FROM CASE f.kind WHEN 'unknown' THEN f.why END`
    await db().$executeRaw`
      UPDATE rollout_release x SET watched_at = ${look.at} FROM ${rowsOf(rows)}
      WHERE x.rollout_id = ${rolloutId}::uuid AND x.release_id = f."releaseId" AND f.kind = 'healthy'`
    if (failed > 0)
      await db().rollout.update({ where: { id: rolloutId }, data: { failures: { increment: failed } } })
    if (failed + updated > 0) await noteChange(rolloutId)
  })
}

type Row = { releaseId: string; kind: Finding["kind"]; why: string | null }

const rowsOf = (rows: readonly Row[]) => Prisma.sql`
  jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS f("releaseId" uuid, kind text, why text)`

/** Masks the message: pod events may repeat secret values. */
function rowOf(finding: Finding): Row {
  const { release, kind } = finding
  if (kind === "healthy") return { releaseId: release.releaseId, kind, why: null }
  const masker = strictMasker(null, maskOfRelease(release), unsealValues(release.sealedValues))
  return { releaseId: release.releaseId, kind, why: showMasked(masker.text(finding.why)) }
}
