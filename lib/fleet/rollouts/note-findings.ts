import { strictMasker } from "@/lib/fleet/releases/mask-record"
import { maskOfRelease, unsealValues } from "@/lib/fleet/releases/sealed-values"
import { showMasked } from "@/lib/kube/masking/mask"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db, transaction } from "@/lib/platform/db/transaction"
import { type BakingRelease, isOwnRevision, type Look } from "./claim-bake-check"
import { noteChange } from "./claim-slot"
import { lockRollout } from "./find-rollout"

/** What a look at a release found; `unknown`: its cluster could not be asked. */
export type Finding = { release: BakingRelease } & (
  | { kind: "well" }
  | { kind: "ill" | "unknown"; why: string }
)

/** Writes down what a look found, unless the bake was ended meanwhile. What fails counts against the threshold. */
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
      WHERE x.rollout_id = ${rolloutId}::uuid AND x.release_id = f."releaseId" AND f.kind = 'ill'
        AND r.id = x.release_id AND ${isOwnRevision}`
    const told = await db().$executeRaw`
      UPDATE rollout_release x SET waits_for = CASE f.kind WHEN 'unknown' THEN f.why END
      FROM ${rowsOf(rows)}
      WHERE x.rollout_id = ${rolloutId}::uuid AND x.release_id = f."releaseId" AND x.state = 'SUCCEEDED'
        AND x.waits_for IS DISTINCT FROM CASE f.kind WHEN 'unknown' THEN f.why END`
    await db().$executeRaw`
      UPDATE rollout_release x SET watched_at = ${look.at} FROM ${rowsOf(rows)}
      WHERE x.rollout_id = ${rolloutId}::uuid AND x.release_id = f."releaseId" AND f.kind = 'well'`
    if (failed > 0)
      await db().rollout.update({ where: { id: rolloutId }, data: { failures: { increment: failed } } })
    if (failed + told > 0) await noteChange(rolloutId)
  })
}

type Row = { releaseId: string; kind: Finding["kind"]; why: string | null }

const rowsOf = (rows: readonly Row[]) => Prisma.sql`
  jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS f("releaseId" uuid, kind text, why text)`

/** An event of a pod may repeat what it was given, which is not for the database. */
function rowOf(finding: Finding): Row {
  const { release, kind } = finding
  if (kind === "well") return { releaseId: release.releaseId, kind, why: null }
  const masker = strictMasker(null, maskOfRelease(release), unsealValues(release.sealedValues))
  return { releaseId: release.releaseId, kind, why: showMasked(masker.text(finding.why)) }
}
