import type { ReceivedRequest as RequestRow } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { toInstant } from "@/lib/platform/instant"
import { recordRoute } from "./outcomes"
import type { ReceivedRequest } from "./schema"

type Sought = { row: RequestRow; externalId: unknown }
type Found = { id: string; deploymentId: string; at: Date }

/**
 * By the id of each request: a deployment that was recorded since, and may be the one that it failed to record. It has the same
 * application, environment and tag, the same externalId of the same token, or the same run URL and one of environment and tag.
 */
export async function readRecordedSince(
  requests: readonly Sought[],
): Promise<Map<string, ReceivedRequest["recordedSince"]>> {
  if (requests.length === 0) return new Map()
  const sought = requests.map(({ row, externalId }) => ({
    ...{ id: row.id, at: row.at, application: row.application, environment: row.environment },
    ...{ image_tag: row.imageTag, run_url: row.runUrl, external_id: externalId },
    source: row.tokenId === null ? null : `token:${row.tokenId}`,
  }))
  const found = await db().$queryRaw<Found[]>`
    SELECT r.id, since.id AS "deploymentId", since.at
    FROM jsonb_to_recordset(${JSON.stringify(sought)}::jsonb) AS r(id uuid, at timestamptz, application text,
      environment text, image_tag text, run_url text, external_id text, source text)
    CROSS JOIN LATERAL (
      (SELECT d.id, d.recorded_at AS at
        FROM environment_name n JOIN deployment d ON d.environment_id = n.environment_id
        WHERE n.folded = lower(r.environment) AND d.application = r.application AND d.image_tag = r.image_tag
          AND d.recorded_at >= r.at LIMIT 1)
      UNION ALL
      (SELECT d.id, d.updated_at FROM deployment d
        WHERE d.external_id = r.external_id AND d.source = r.source AND d.updated_at >= r.at LIMIT 1)
      UNION ALL
      (SELECT later.record_id, later.at FROM received_request later
        WHERE later.run_url = r.run_url AND later.id > r.id AND later.application = r.application
          AND (later.image_tag = r.image_tag OR lower(later.environment) = lower(r.environment))
          AND later.method = 'POST' AND later.route = ${recordRoute} AND later.status < 400
          AND later.record_id IS NOT NULL LIMIT 1)
      LIMIT 1) since`
  return new Map(found.map(({ id, deploymentId, at }) => [id, { deploymentId, at: toInstant(at) }]))
}
