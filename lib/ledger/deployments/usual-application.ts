import type { Actor } from "@/lib/identity/auth/actor"
import { readEnvironments } from "@/lib/ledger/environments/read-environments"
import { db } from "@/lib/platform/db/transaction"
import { everyApplication } from "./every-application"

const days = 90

/**
 * The application a page shows when the URL names none: the user's last choice; otherwise the application with more
 * than half of the records of the last 90 days (or of all time). Null if there is none.
 */
export async function usualApplication(actor: Actor, lastChoice: string | undefined): Promise<string | null> {
  if (lastChoice === everyApplication) return null
  const shares = await readShares(actor)
  if (lastChoice !== undefined && shares.has(lastChoice)) return lastChoice
  const [busiest] = shares
  return busiest !== undefined && busiest[1] > 0.5 ? busiest[0] : null
}

/** The same for a page that never combines applications by default: falls back to the busiest one. */
export async function usualSingleApplication(
  actor: Actor,
  lastChoice: string | undefined,
): Promise<string | null> {
  const shares = await readShares(actor)
  if (lastChoice !== undefined && shares.has(lastChoice)) return lastChoice
  return [...shares.keys()][0] ?? null
}

/** Each application's share of recent records, the busiest first; applications without any come last. */
async function readShares(actor: Actor): Promise<Map<string, number>> {
  const ids = (await readEnvironments(actor)).flatMap((environment) => environment.ids)
  const rows = await db().$queryRaw<{ application: string; lately: number; ever: number }[]>`
    SELECT application, sum(n) FILTER (WHERE day > current_date - ${days}::int)::float8 AS lately, sum(n)::float8 AS ever
    FROM (
      SELECT application, day, pending + deployed + failed + rolled_back AS n FROM lane_day
      WHERE environment_id = ANY(${ids}::uuid[])) counted
    GROUP BY application`
  const isIdle = rows.every(({ lately }) => !lately)
  const countOf = ({ lately, ever }: { lately: number | null; ever: number }) =>
    isIdle ? ever : (lately ?? 0)
  const total = rows.reduce((sum, row) => sum + countOf(row), 0)
  const sorted = rows.toSorted((a, b) => countOf(b) - countOf(a) || (a.application < b.application ? -1 : 1))
  return new Map(sorted.map((row) => [row.application, total === 0 ? 0 : countOf(row) / total]))
}
