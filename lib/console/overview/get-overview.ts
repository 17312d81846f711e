import type { Actor } from "@/lib/identity/auth/actor"
import { type Comparison, type CurrentCell, comparisonsOf } from "@/lib/ledger/drift/compare-cells"
import { readNewerBelow } from "@/lib/ledger/drift/get-drift"
import { stagesOf } from "@/lib/ledger/environments/ladder"
import { readEnvironments } from "@/lib/ledger/environments/read-environments"
import { readRunning } from "@/lib/ledger/state/read-running"
import { type BehindCell, behindCellOf, driftedOf } from "./drifted"
import { readOpenRecords } from "./read-open-records"
import { readWhoRecords } from "./read-who-records"
import { rungsOf } from "./rungs"
import type { Attention, Overview, OverviewQuery } from "./schema"

const maxItems = 5

/** What runs where, what is pending and what needs attention, for one application or all. */
export async function getOverview(actor: Actor, query: OverviewQuery): Promise<Overview> {
  const application = query.application ?? null
  const at = query.at ?? null
  const environments = await readEnvironments(actor, at)
  const [running, open] = await Promise.all([
    readRunning(environments, at, application === null ? null : [application]),
    readOpenRecords(environments, application, at),
  ])
  const behind = await readBehind(running, at ?? new Date())
  const newest = [...Map.groupBy(running, (cell) => cell.environment).values()].flatMap(
    (cells) => cells.sort(newestFirst)[0] ?? [],
  )
  const drifted = driftedOf(behind)
  const who = await readWhoRecords([...newest, ...drifted.slice(0, maxItems).map(({ cell }) => cell)])
  const kinds: Attention[] = [
    { kind: "failed", total: open.failed.length, items: open.failed },
    { kind: "stuck", total: open.stuck.length, items: open.stuck },
    { kind: "rolledBack", total: open.rolledBack.length, items: open.rolledBack },
    {
      kind: "drifted",
      total: drifted.length,
      items: drifted.slice(0, maxItems).map((one) => ({
        ...who(one.cell),
        environment: one.cell.environment,
        since: one.since,
        drift: one.drift,
      })),
    },
  ]
  return {
    application,
    environments: rungsOf({
      ladder: environments,
      carried: open.carried,
      running,
      newest,
      behind,
      pending: open.pending,
      who,
    }),
    attention: kinds
      .filter(({ total }) => total > 0)
      .map((one) => ({ ...one, items: one.items.slice(0, maxItems) })),
  }

  async function readBehind(cells: readonly CurrentCell[], now: Date): Promise<BehindCell[]> {
    const comparisons: Comparison[] = comparisonsOf(stagesOf(environments), cells)
    const newer = await readNewerBelow(environments, comparisons, at)
    return comparisons.map((comparison, index) => behindCellOf(comparison, newer[index] ?? null, now))
  }
}

function newestFirst(a: CurrentCell, b: CurrentCell): number {
  return b.deployedAt.getTime() - a.deployedAt.getTime() || b.seq - a.seq
}
