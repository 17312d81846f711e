import { db } from "@/lib/platform/db/transaction"
import { firstIdAt } from "@/lib/platform/instant"
import { importRoute, recordRoute } from "./outcomes"

const longestImportMs = 3_600_000
/** How far the clocks of a web process and the database may differ. */
const skewMs = 2_000

/**
 * The id of the import that recorded a deployment, or null. An import does not keep which deployments it recorded, so it is the
 * one of the same token that was running, unless a request for this deployment alone is kept.
 */
export async function findImport(deploymentId: string): Promise<string | null> {
  const deployment = await db().deployment.findUnique({
    where: { id: deploymentId },
    select: { source: true, recordedAt: true },
  })
  const tokenId = deployment?.source.startsWith("token:") ? deployment.source.slice("token:".length) : null
  if (deployment === null || tokenId === null) return null
  const { recordedAt } = deployment
  const from = new Date(recordedAt.getTime() - longestImportMs)
  const to = new Date(recordedAt.getTime() + skewMs)
  const [row] = await db().$queryRaw<{ id: string }[]>`
    SELECT id FROM (
      SELECT id, at, at + make_interval(secs => duration_ms / 1000.0) AS until FROM received_request
      WHERE token_id = ${tokenId} AND id >= ${firstIdAt(from)}::uuid AND id < ${firstIdAt(to)}::uuid
        AND method = 'POST' AND route = ${importRoute} AND status < 400 AND (counts->>'recorded')::int > 0
    ) import
    WHERE until >= ${recordedAt}::timestamptz - make_interval(secs => ${skewMs / 1000})
      AND NOT EXISTS (SELECT FROM received_request
        WHERE record_id = ${deploymentId}::uuid AND method = 'POST' AND route = ${recordRoute})
    ORDER BY ${recordedAt}::timestamptz BETWEEN at AND until DESC, id DESC LIMIT 1`
  return row?.id ?? null
}
