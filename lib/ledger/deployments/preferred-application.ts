import type { Actor } from "@/lib/identity/auth/actor"
import { readEnvironments } from "@/lib/ledger/environments/read-environments"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { allValue } from "./all-value"

const newestRecords = 500

/**
 * The application a page shows when the URL names none: the user's last choice; otherwise the application with more
 * than half of the newest records. Null if there is none.
 */
export async function preferredApplication(
  actor: Actor,
  lastChoice: string | undefined,
): Promise<string | null> {
  if (lastChoice === allValue) return null
  const shares = await readShares(actor)
  if (lastChoice !== undefined && shares.has(lastChoice)) return lastChoice
  const [busiest] = shares
  return busiest !== undefined && busiest[1] > 0.5 ? busiest[0] : null
}

/** Like `preferredApplication`, for a page that shows one application by default: falls back to the busiest. */
export async function preferredSingleApplication(
  actor: Actor,
  lastChoice: string | undefined,
): Promise<string | null> {
  const shares = await readShares(actor)
  if (lastChoice !== undefined && shares.has(lastChoice)) return lastChoice
  return [...shares.keys()][0] ?? null
}

/** Each application's share of the newest records, the busiest first; applications without any of those come last. */
async function readShares(actor: Actor): Promise<Map<string, number>> {
  const ids = (await readEnvironments(actor)).flatMap((environment) => environment.ids)
  const isInScope = Prisma.sql`environment_id = ANY(${ids}::uuid[])`
  const rows = await db().$queryRaw<{ application: string; share: number }[]>`
    WITH newest AS (
      SELECT application FROM deployment WHERE ${isInScope} ORDER BY deployed_at DESC, seq DESC LIMIT ${newestRecords})
    SELECT application, count(*)::float8 / (SELECT count(*) FROM newest) AS share FROM newest GROUP BY application
    UNION ALL
    SELECT DISTINCT application, 0 FROM lane WHERE ${isInScope} AND application NOT IN (SELECT application FROM newest)
    ORDER BY share DESC, application`
  return new Map(rows.map(({ application, share }) => [application, share]))
}
